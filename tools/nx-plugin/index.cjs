"use strict";
const { bundle } = require("../bootstrap/bundle.cjs");

module.exports = require(`${bundle(__dirname)}/index.cjs`);
