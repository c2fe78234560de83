// All in one file, so that each stage is synthesised only once.
import "./suites/storage.ts";
import "./suites/api.ts";
import "./suites/edge.ts";
import "./suites/alarms.ts";
import "./suites/names.ts";
import "./suites/paths.ts";
import "./suites/restore.ts";
import "./suites/rollout.ts";
