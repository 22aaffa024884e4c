import type { ScreenDescriptor } from "./screen.ts";

/** Every screen of the console, in the order of the tabs. */
export const screens: readonly ScreenDescriptor[] = [];
