import { join } from "node:path";

/**
 * Variables with which the processes of the tests share what Node compiles: for most of them that is the larger part of their
 * time. They are set in the workers, so a process needs them only if its test gives it an environment of its own.
 */
export const compileCache = {
	NODE_COMPILE_CACHE: join(import.meta.dirname, "../node_modules/.cache/compiled"),
};
