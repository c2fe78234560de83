// One after another in one process: each stage is synthesised once, and each synthesis builds the functions.
import "./suites/storage.ts";
import "./suites/api.ts";
import "./suites/edge.ts";
import "./suites/alarms.ts";
