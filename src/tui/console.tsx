import { useApp } from "ink";
import { useCallback, useMemo, useState } from "react";
import type { Profiles } from "../app/profiles/profiles.ts";
import type { Session } from "../app/session.ts";
import { ConsoleApp } from "./console-app.tsx";
import type { ConsoleSessions } from "./console-sessions.ts";
import type { ListMemory } from "./context/list-memory.ts";
import type { ScreenId } from "./context/shell-context.ts";
import type { OtherProfiles } from "./profiles/use-profile-switch.ts";
import type { ScreenDescriptor } from "./shell/screen.ts";

export type ConsoleProps = {
	readonly sessions: ConsoleSessions;
	/** The profiles of the same home; absent: the console stays with its first one. */
	readonly profiles?: Profiles;
	/** Shown until the first session is open; empty when it is not known before. */
	readonly profileName: string;
	readonly screens: readonly ScreenDescriptor[];
	readonly begin?: ScreenId;
	/** What is wrong with files of the operator, a line each; shown once the first profile is open. */
	readonly warnings?: readonly string[];
	readonly now?: () => number;
	/** Filters and columns of lists, from one start to the next; absent: they are not kept. */
	readonly lists?: ListMemory;
};

/** One profile on the screen: everything that the console holds of it is forgotten with it. */
type Shown = {
	/** A new one for each profile that is opened. */
	readonly turn: number;
	readonly name: string;
	readonly open: () => Promise<Session>;
	readonly opening?: string;
	/** Why the operator is back here. */
	readonly problem?: unknown;
	/** The profile to return to when this one cannot be opened; undefined when there is none. */
	readonly returnTo: () => string | undefined;
	/** All that were open, without this one. */
	readonly opened: readonly string[];
};

/** The console on one profile after the other. */
export function Console({
	sessions,
	profiles,
	profileName,
	screens,
	begin,
	warnings,
	now,
	lists,
}: ConsoleProps) {
	const { exit } = useApp();
	const [shown, setShown] = useState<Shown>({
		turn: 0,
		name: profileName,
		open: sessions.first,
		returnTo: () => undefined,
		opened: [],
	});

	const others = useMemo<OtherProfiles | undefined>(
		() =>
			profiles && {
				profiles,
				opened: shown.opened,
				forget: (name) =>
					setShown((before) => ({
						...before,
						opened: before.opened.filter((one) => one !== name),
					})),
				replace(name, open, between) {
					// What is done between, such as renaming, may leave no profile of the old name.
					let isGone = false;
					const change = () =>
						sessions.change(name, async () => {
							await between?.();
							isGone = between !== undefined;
						});
					setShown(({ turn, opened }) => ({
						turn: turn + 1,
						name,
						// React may run an effect twice.
						open: once(change),
						opening: `Closing ${open}, then opening ${name}…`,
						returnTo: () => (isGone ? undefined : open),
						opened: [
							...opened.filter((one) => one !== open),
							// A profile that is renamed in between is gone; if that fails, it is the open one again.
							...(between === undefined ? [open] : []),
						],
					}));
				},
			},
		[profiles, sessions, shown.opened],
	);
	const returnOrEnd = useCallback(
		(problem: unknown) => {
			const from = shown.returnTo();
			if (from === undefined) {
				exit(problem instanceof Error ? problem : new Error(String(problem)));
				return;
			}
			setShown(({ turn, opened }) => ({
				turn: turn + 1,
				name: from,
				open: once(() => sessions.change(from)),
				opening: `Opening ${from} again…`,
				problem,
				returnTo: () => undefined,
				opened,
			}));
		},
		[shown, sessions, exit],
	);

	return (
		<ConsoleApp
			key={shown.turn}
			open={shown.open}
			profileName={shown.name}
			screens={screens}
			onOpenFailed={returnOrEnd}
			{...(shown.opening === undefined ? {} : { opening: shown.opening })}
			{...(shown.problem === undefined ? {} : { problem: shown.problem })}
			{...(others === undefined ? {} : { others })}
			{...(begin === undefined ? {} : { begin })}
			{...(warnings === undefined || shown.turn > 0 ? {} : { warnings })}
			{...(now === undefined ? {} : { now })}
			{...(lists === undefined ? {} : { lists })}
		/>
	);
}

/** The same promise for every call. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
	let started: Promise<T> | undefined;
	return () => {
		started ??= start();
		return started;
	};
}
