import { type FunctionComponent, useEffect, useState } from "react";
import type { ScreenId } from "../context/shell-context.ts";
import type { ScreenDescriptor, ScreenProps } from "./screen.ts";

type Views = ReadonlyMap<ScreenId, FunctionComponent<ScreenProps>>;

export type ScreenViews = {
	/** The views of the screens that have been shown. */
	readonly views: Views;
	/** The requested screen, or the one before it until the view of the requested one is loaded. */
	readonly shown: ScreenId;
	/** True when the view of the requested screen is loaded. */
	readonly loaded: boolean;
};

/** Loads the view of a screen when the screen is first requested. `onError` must keep its identity. */
export function useScreenViews(
	screens: readonly ScreenDescriptor[],
	requested: ScreenId,
	onError: (error: unknown) => void,
): ScreenViews {
	const [views, setViews] = useState<Views>(new Map());
	const [shown, setShown] = useState(requested);
	const loaded = views.has(requested);
	if (loaded && shown !== requested) setShown(requested);

	useEffect(() => {
		if (loaded) return;
		const screen = screens.find(({ id }) => id === requested);
		screen?.load().then((view) => setViews((before) => new Map(before).set(requested, view)), onError);
	}, [screens, requested, loaded, onError]);

	return { views, shown, loaded };
}
