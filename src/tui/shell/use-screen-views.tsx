import { type FunctionComponent, useCallback, useEffect, useState } from "react";
import type { Session } from "../../app/session.ts";
import type { ScreenId } from "../context/shell-context.ts";
import type { ScreenDescriptor, ScreenProps } from "./screen.ts";
import { FailedScreen } from "./screen-boundary.tsx";

type Views = ReadonlyMap<ScreenId, FunctionComponent<ScreenProps>>;

export type ScreenViews = {
	/** The views of the screens that have been shown. */
	readonly views: Views;
	/** The requested screen, or the one before it until the view of the requested one is loaded. */
	readonly shown: ScreenId;
	/** True when the view of the requested screen is loaded. */
	readonly loaded: boolean;
	/** Loads the view of a screen before it is requested, so that both are drawn in one frame. Never rejects. */
	readonly load: (screen: ScreenId, session: Session) => Promise<void>;
};

/**
 * Loads the view of a screen when the screen is first requested, once there is a session to show, and the code of the others ahead.
 * A screen that cannot be loaded shows the error in its place; the other screens still work.
 */
export function useScreenViews(
	screens: readonly ScreenDescriptor[],
	requested: ScreenId,
	session: Session | null,
): ScreenViews {
	const [views, setViews] = useState<Views>(new Map());
	const [shown, setShown] = useState(requested);
	const loaded = views.has(requested);
	if (loaded && shown !== requested) setShown(requested);

	const load = useCallback(
		async (screen: ScreenId, session: Session) => {
			const descriptor = screens.find(({ id }) => id === screen);
			if (descriptor === undefined) return;
			const retry = () => setViews((before) => new Map([...before].filter(([id]) => id !== screen)));
			const view = await descriptor
				.load(session)
				.catch((error: unknown) => () => (
					<FailedScreen title={descriptor.title} error={error} retry={retry} />
				));
			setViews((before) => new Map(before).set(screen, view));
		},
		[screens],
	);

	useEffect(() => {
		if (session !== null && !loaded) void load(requested, session);
	}, [session, load, requested, loaded]);

	const first = views.size > 0 ? session : null;
	useEffect(() => (first === null ? undefined : loadAhead(screens, first)), [first, screens]);

	return { views, shown, loaded, load };
}

/** Milliseconds before the code of each further screen is loaded: keys come first. */
const aheadMs = 250;

/** Loads the code of all screens one after the other, so that showing one for the first time only draws it. Returns how to stop. */
function loadAhead(screens: readonly ScreenDescriptor[], session: Session): () => void {
	let timer: NodeJS.Timeout | undefined;
	const next = (index: number) => {
		const screen = screens[index];
		if (screen === undefined) return;
		timer = setTimeout(() => {
			const further = () => next(index + 1);
			// Code that cannot be loaded is reported when its screen is requested.
			screen.load(session).then(further, further);
		}, aheadMs);
		timer.unref();
	};
	next(0);
	return () => clearTimeout(timer);
}
