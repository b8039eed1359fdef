export { findBuilder, type Builder } from "./find-builder.ts";
