import { Box } from "ink";
import { Activity } from "react";
import type { Session } from "../../app/session.ts";
import type { Arrival, ScreenId } from "../context/shell-context.ts";
import { useSessionState } from "../hooks/use-session-state.ts";
import type { ScreenDescriptor } from "./screen.ts";
import { ScreenBoundary } from "./screen-boundary.tsx";
import type { ScreenViews } from "./use-screen-views.tsx";

/** The shown screen and the hidden ones that were shown before. */
export function ShownScreens({
	session,
	screens,
	views,
	shown,
	arrivals,
	width,
	height,
}: {
	readonly session: Session;
	readonly screens: readonly ScreenDescriptor[];
	readonly views: ScreenViews["views"];
	readonly shown: ScreenId;
	readonly arrivals: Readonly<Partial<Record<ScreenId, Arrival>>>;
	readonly width: number;
	readonly height: number;
}) {
	useSessionState(session);
	return screens.map(({ id, title }) => {
		const View = views.get(id);
		return View === undefined ? null : (
			<Activity key={id} mode={id === shown ? "visible" : "hidden"}>
				<Box width={width} height={height} overflow="hidden">
					<ScreenBoundary title={title}>
						<View session={session} width={width} height={height} arrival={arrivals[id] ?? null} />
					</ScreenBoundary>
				</Box>
			</Activity>
		);
	});
}
