// The ways to each service's routes: directly, and through edge.

import type { ServiceName, Services } from "./start-services.ts";

export type Door = {
  readonly name: string;
  /** The service whose address is asked. */
  readonly at: ServiceName;
  /** What stands before `/greet`. */
  readonly prefix: string;
  /** The package manager of the service that answers. */
  readonly anchor: string;
};

export const doors: readonly Door[] = [
  { name: "api", at: "api", prefix: "", anchor: "uv" },
  { name: "api through edge", at: "edge", prefix: "/api", anchor: "uv" },
  { name: "web", at: "web", prefix: "", anchor: "bun" },
  { name: "web through edge", at: "edge", prefix: "", anchor: "bun" },
  { name: "edge", at: "edge", prefix: "/edge", anchor: "cargo" },
];

export function urlOf(services: Services, door: Door): string {
  return services[door.at].url;
}
