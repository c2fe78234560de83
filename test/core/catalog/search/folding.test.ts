import { folding } from "./suites/folding.ts";

folding("the embedded PostgreSQL");
