import { createContext, use, useSyncExternalStore } from "react";
import { type Appearance, createAppearance, type Look } from "./appearance.ts";

export const AppearanceContext = createContext<Appearance>(createAppearance());

/** How the console looks now. */
export function useLook(): Look {
	const { subscribe, look } = use(AppearanceContext);
	return useSyncExternalStore(subscribe, look);
}
