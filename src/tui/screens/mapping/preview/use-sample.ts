import { useMemo, useState } from "react";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { SampleUser } from "../../../../app/mapping/mapping-draft.ts";
import { useLoad } from "../../../hooks/use-load.ts";

/** The user of the live preview, and how to choose another. */
export type Sample = {
	readonly user: SampleUser | undefined;
	readonly loading: boolean;
	/** Why the users could not be read; null when they were, or are being read. */
	readonly failed: string | null;
	/** The next or previous user; wraps around. */
	readonly step: (by: number) => void;
	readonly take: (user: SampleUser) => void;
};

const none: readonly SampleUser[] = [];

/** How long the offered users are kept while other screens are shown, milliseconds: reading a large source takes a while. */
const keepMs = 60_000;

/** Previews the first assigned user until another is chosen. */
export function useSample(mapping: Mapping): Sample {
	const { value: offered = none, loading, failed } = useLoad(mapping, (from) => from.samples(), { keepMs });
	const [extra, setExtra] = useState<SampleUser | null>(null);
	const [chosen, setChosen] = useState<string | null>(null);
	const users = useMemo(
		() => (extra === null || offered.some(({ id }) => id === extra.id) ? offered : [extra, ...offered]),
		[offered, extra],
	);
	const index = Math.max(
		0,
		users.findIndex(({ id }) => id === chosen),
	);
	return {
		user: users[index],
		loading,
		failed,
		step(by) {
			const next = users[(index + by + users.length) % Math.max(1, users.length)];
			if (next) setChosen(next.id);
		},
		take(user) {
			setExtra(user);
			setChosen(user.id);
		},
	};
}
