import { useEffect, useMemo, useRef, useState } from "react";
import type { Person } from "../../../app/people/people.ts";
import type { Arrival } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { ChooseUser } from "./choose-user.tsx";
import { UserSteps } from "./user-steps.tsx";

const keyOf = ({ id }: Person) => id;
const textOf = ({ displayName, userName, mail }: Person) => `${displayName} ${userName} ${mail}`;
const none: readonly Person[] = [];

/** Provision on demand: choose a user, preview the steps, perform. Arriving with a user's id shows that user's steps. */
export function OnDemandScreen({ session, width, height, arrival }: ScreenProps) {
	const people = useLoad(session, (from, options) => from.people.list(options));
	const users = useMemo(() => people.value?.filter(({ type }) => type === "User") ?? none, [people.value]);
	const list = useList({ items: users, keyOf, textOf });
	const [chosen, setChosen] = useState<string | null>(null);
	const handled = useRef<Arrival | null>(null);
	useEffect(() => {
		if (arrival === null || arrival === handled.current) return;
		handled.current = arrival;
		if (arrival.argument !== null) setChosen(arrival.argument);
	}, [arrival]);

	if (chosen === null) {
		return (
			<ChooseUser
				list={list}
				loading={people.loading}
				canPreview={session.provisioning.missing("preview") === null}
				width={width}
				height={height}
				onLook={setChosen}
				onRefresh={people.reload}
			/>
		);
	}
	const person = users.find(({ id }) => id === chosen);
	return (
		<UserSteps
			key={chosen}
			session={session}
			userId={chosen}
			name={person ? `${person.displayName} · ${person.userName}` : chosen}
			width={width}
			height={height}
			onBack={() => setChosen(null)}
			onAnother={() => {
				setChosen(null);
				list.setFilter("");
				list.setFiltering(true);
			}}
		/>
	);
}
