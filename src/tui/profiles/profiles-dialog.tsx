import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { ProfileSummary, Profiles, Remains } from "../../app/profiles/profiles.ts";
import type { Profile } from "../../config/profile.ts";
import { profileNameRefusal } from "../../config/profile-name.ts";
import { errorMessage } from "../../text/error-message.ts";
import { DetailPane } from "../components/detail/detail-pane.tsx";
import { ChoiceDialog } from "../components/dialog/choice-dialog.tsx";
import { ConfirmDialog } from "../components/dialog/confirm-dialog.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import { List } from "../components/list/list.tsx";
import { Spinner } from "../components/spinner.tsx";
import { useShell } from "../context/shell-context.ts";
import { type ListState, useList } from "../hooks/use-list.ts";
import { useLoad } from "../hooks/use-load.ts";
import { useCommands } from "../keys/use-keys.ts";
import { type ProfileRow, profileColumns, profileDetails } from "./profile-columns.ts";
import { ProfileNameDialog } from "./profile-name-dialog.tsx";
import { type ProfilesView, profilesCommands } from "./profiles-commands.ts";

/** The profiles of the console's home, and which one it shows. */
export type ProfileSwitch = {
	readonly profiles: Profiles;
	/** The profile that is open now. */
	readonly current: () => Profile;
	/** The profiles that this console had open before. */
	readonly opened: readonly string[];
	/** Leaves out a profile of `opened` that was renamed or removed. */
	readonly forget: (name: string) => void;
	/**
	 * Closes the open profile, does what needs it closed, and opens another one. Asks first when something would be stopped or lost, and
	 * returns to the open profile when it cannot be opened.
	 */
	readonly switchTo: (name: string, between?: () => Promise<void>) => void;
};

/** What a new profile begins with. */
type Beginning = "empty" | "settings" | "settings and secrets";

/** What the dialog shows. */
type Stage =
	| { readonly show: "list" | "beginning" }
	| { readonly show: "new name"; readonly beginning: Beginning }
	| { readonly show: "rename" | "remains"; readonly row: ProfileRow }
	| { readonly show: "remove"; readonly row: ProfileRow; readonly remains: Remains };

const keyOf = ({ name }: ProfileRow) => name;
const textOf = ({ name, problem }: ProfileRow) => `${name} ${problem ?? ""}`;
const none: readonly ProfileSummary[] = [];

/** All profiles at a glance: switches, adds, copies, renames and removes. */
export function ProfilesDialog({
	profiles,
	current: openProfile,
	opened,
	forget,
	switchTo,
	width,
	height,
	onClose,
}: ProfileSwitch & { readonly width: number; readonly height: number; readonly onClose: () => void }) {
	const { now, toast } = useShell();
	const open = openProfile();
	const {
		value = none,
		loading,
		failed,
		reload,
	} = useLoad(profiles, (from) => from.list([...opened, open.name]));
	const jobs = useJobs(profiles, value);
	const items = useMemo(
		() =>
			value.map((one) => {
				const row = { ...one, job: jobs.get(one.name) ?? null, isOpen: one.name === open.name };
				return row.isOpen ? { ...row, profile: open } : row;
			}),
		[value, jobs, open],
	);
	const columns = useMemo(() => profileColumns(now), [now]);
	const list = useList<ProfileRow>({
		items,
		keyOf,
		textOf,
		columns,
		startAt: open.name,
		reading: loading,
	});
	const [stage, setStage] = useState<Stage>({ show: "list" });
	const back = () => setStage({ show: "list" });
	const { current } = list;

	const refusal = (name: string) =>
		profileNameRefusal(name) ??
		(items.some((one) => one.name === name) ? `There already is a profile ${name}.` : undefined);
	const change = (
		work: Promise<void>,
		done: string,
		{ select, gone }: { readonly select?: string; readonly gone?: string },
	) => {
		back();
		work.then(() => {
			toast.done(done);
			if (gone !== undefined) forget(gone);
			reload();
			if (select !== undefined) list.goTo(select);
		}, toast.error);
	};
	const add = (name: string, beginning: Beginning) => {
		if (beginning === "empty" || current === undefined) {
			onClose();
			switchTo(name);
			return;
		}
		const secrets = beginning === "settings and secrets";
		change(
			profiles.copy(current.name, name, { secrets }),
			`Copied ${current.name} to ${name} ${secrets ? "with its" : "without"} secrets. Provisioning of ${name} is off.`,
			{ select: name },
		);
	};
	const rename = ({ name, isOpen }: ProfileRow, to: string) => {
		const work = () => profiles.rename(name, to);
		if (isOpen) {
			onClose();
			switchTo(to, work);
		} else change(work(), `Renamed ${name} to ${to}.`, { select: to, gone: name });
	};

	if (stage.show === "beginning" && current !== undefined)
		return (
			<ChoiceDialog<Beginning>
				title="Add a profile"
				options={[
					{ value: "settings", label: `Copy ${current.name} without its secrets` },
					{ value: "settings and secrets", label: `Copy ${current.name} with its secrets` },
					{ value: "empty", label: "Empty: the setup guide completes it" },
				]}
				value="settings"
				onTake={(beginning) => setStage({ show: "new name", beginning })}
				onClose={back}
			/>
		);
	if (stage.show === "new name") {
		const { beginning } = stage;
		const isCopy = beginning !== "empty" && current !== undefined;
		return (
			<ProfileNameDialog
				title={isCopy ? `Copy ${current.name}` : "Add a profile"}
				lines={[
					isCopy
						? "The copy has the settings, mappings and scope. It has no links and no log, and its provisioning is off."
						: "The console switches to the new profile. It is saved with the first change.",
				]}
				name=""
				refusal={refusal}
				onTake={(name) => add(name, beginning)}
				onBack={back}
			/>
		);
	}
	if (stage.show === "rename") {
		const { row } = stage;
		return (
			<ProfileNameDialog
				title={`Rename ${row.name}`}
				lines={["Secrets, links and log move along. Change the name in scripts and services that use it."]}
				name={row.name}
				refusal={(name) => (name === row.name ? "That is its name already." : refusal(name))}
				onTake={(to) => rename(row, to)}
				onBack={back}
			/>
		);
	}
	if (stage.show === "remains") {
		const { row } = stage;
		return (
			<ChoiceDialog<Remains>
				title={`Remove ${row.name}: its links and log`}
				options={[
					{ value: "keep", label: "Keep them: a profile with this name continues from them" },
					{ value: "remove", label: "Remove them too, permanently" },
				]}
				value="keep"
				onTake={(remains) => setStage({ show: "remove", row, remains })}
				onClose={back}
			/>
		);
	}
	if (stage.show === "remove") {
		const { row, remains } = stage;
		return (
			<ConfirmDialog
				title={`Remove the profile ${row.name}?`}
				lines={removalLines(row, remains)}
				typed={row.name}
				verb="Remove"
				danger
				onConfirm={() =>
					change(
						profiles.remove(row.name, remains),
						remains === "keep"
							? `Removed ${row.name}. Its links and log are kept.`
							: `Removed ${row.name} with its links and log.`,
						{ gone: row.name },
					)
				}
				onCancel={back}
			/>
		);
	}
	const view: ProfilesView = {
		current,
		open(row) {
			onClose();
			switchTo(row.name);
		},
		// There is nothing to choose where nothing can be copied.
		add: () => setStage(current?.isSaved ? { show: "beginning" } : { show: "new name", beginning: "empty" }),
		rename: (row) => setStage({ show: "rename", row }),
		remove: (row) => setStage({ show: "remains", row }),
		refresh: reload,
		close: onClose,
	};
	const cells = width - 2;
	const empty = loading ? <Spinner label="Reading the profiles…" /> : (failed ?? "No profiles match.");
	return (
		<Dialog title="Profiles" width={cells} height={height}>
			<ProfileList
				list={list}
				view={view}
				empty={empty}
				now={now}
				width={cells - 4}
				height={height - 3}
				columns={columns}
			/>
		</Dialog>
	);
}

type Jobs = ReadonlyMap<string, NonNullable<ProfileRow["job"]>>;

const noJobs: Jobs = new Map();

/** Reads Entra's own job of each profile in hosted mode, all at once: a slow one keeps no other one waiting. */
function useJobs(profiles: Profiles, list: readonly ProfileSummary[]): Jobs {
	const [jobs, setJobs] = useState(noJobs);
	useEffect(() => {
		const abort = new AbortController();
		const add = (name: string, job: ProfileRow["job"]) => {
			if (job !== null && !abort.signal.aborted) setJobs((known) => new Map(known).set(name, job));
		};
		setJobs(noJobs);
		for (const { name, profile } of list)
			if (profile?.provisioning.mode === "hosted")
				profiles.job(name, abort.signal).then(
					(job) => add(name, job),
					(error: unknown) => add(name, { problem: errorMessage(error) }),
				);
		return () => abort.abort();
	}, [profiles, list]);
	return jobs;
}

function removalLines({ name, status }: ProfileRow, remains: Remains): readonly string[] {
	return [
		"Its settings, mappings, scope and secrets are removed. Accounts in the target stay as they are.",
		...(status?.enabled === true ? [`Provisioning of ${name} is on: no cycle runs after this.`] : []),
		remains === "keep"
			? "Its links and log are kept: a profile that gets this name continues from them."
			: "Its links, log, snapshots of deleted accounts and setup file are permanently removed.",
	];
}

function ProfileList({
	list,
	view,
	empty,
	now,
	columns,
	width,
	height,
}: {
	readonly list: ListState<ProfileRow>;
	readonly view: ProfilesView;
	readonly empty: ReactNode;
	readonly now: () => number;
	readonly columns: ReturnType<typeof profileColumns>;
	readonly width: number;
	readonly height: number;
}) {
	useCommands(profilesCommands, view);
	const rows = Math.ceil(height / 2);
	return (
		<>
			<List name="profiles" list={list} columns={columns} width={width} height={rows} empty={empty} />
			{list.current && (
				<DetailPane
					details={profileDetails(list.current, now())}
					width={width}
					height={height - rows}
					active={false}
				/>
			)}
		</>
	);
}
