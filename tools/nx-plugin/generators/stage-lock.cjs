"use strict";
const path = require("node:path");
const { bundle } = require("../../bootstrap/bundle.cjs");

module.exports = require(`${bundle(path.dirname(__dirname))}/generators/stage-lock/generator.cjs`);
