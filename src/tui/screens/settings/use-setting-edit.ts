import { useState } from "react";
import { ProfileConflictError } from "../../../app/profile/profile-conflict-error.ts";
import type { ProfileSettings, ShownSetting } from "../../../app/settings/profile-settings.ts";
import { usePathCandidates } from "../../components/input/path-input.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useUnsaved } from "../../context/use-unsaved.ts";
import type { Task } from "../../hooks/use-task.ts";

/** A risky change that waits for confirmation. */
export type Question = {
	readonly setting: ShownSetting;
	readonly text: string | null;
	readonly risk: string;
	readonly seen: string;
};

/** What an edit works with: `shown` are all settings, `selected` is the one under the cursor, `otherRunner` who runs the profile. */
type EditOptions = {
	readonly settings: ProfileSettings;
	readonly shown: readonly ShownSetting[];
	readonly selected: ShownSetting | undefined;
	readonly otherRunner: () => string | null;
	readonly task: Task;
};

export type SettingEdit = ReturnType<typeof useSettingEdit>;

/** The edit of one setting: typed or chosen, checked, confirmed where it is risky, and saved on its own. */
export function useSettingEdit({ settings, shown, selected, otherRunner, task }: EditOptions) {
	const { toast } = useShell();
	const [typed, setTyped] = useState<string | null>(null);
	/** The setting of the present edit, and the saved value that it began with. */
	const [began, setBegan] = useState({ id: "", seen: "" });
	/** Whether saving the typed text was tried: from then on its problem is shown. */
	const [tried, setTried] = useState(false);
	const [asking, setAsking] = useState(false);
	const candidates = usePathCandidates();
	const [choosing, setChoosing] = useState(false);
	const [question, setQuestion] = useState<Question | null>(null);

	const isEditing = typed !== null || choosing;
	/** An edited setting stays, whatever its value is by now and the filter says. */
	const setting = isEditing ? shown.find(({ id }) => id === began.id) : selected;
	useUnsaved("a setting", typed !== null && typed !== setting?.text, "settings");
	/** A secret whose field is still empty: it stays as it is. */
	const untouched = setting?.kind === "secret" && typed === "";
	const problem = setting && typed !== null && !untouched ? settings.check(setting.id, typed) : undefined;

	const begin = (one: ShownSetting) => setBegan({ id: one.id, seen: seenOf(one) });
	const type = (text: string | null) => {
		setTyped(text);
		setTried(false);
		candidates.show([]);
	};
	const save = async (one: ShownSetting, text: string | null, seen: string) => {
		setQuestion(null);
		setChoosing(false);
		const saved = await task.run("Saving…", async () => {
			try {
				return await settings.change(one.id, text, seen);
			} catch (error) {
				const present = settings.list().find(({ id }) => id === one.id);
				if (error instanceof ProfileConflictError && present) begin(present);
				throw error;
			}
		});
		if (saved === undefined) return;
		type(null);
		const runner = otherRunner();
		if (typeof saved.from !== "string")
			toast.warn(`Saved, but overridden by ${saved.from.flag}.`, "Start without it to use the saved value.");
		else if (runner !== null)
			toast.warn(
				`${saved.label}: ${saved.shown}.`,
				`${runner} runs this profile. Restart it to apply the change.`,
			);
		else toast.done(`${saved.label}: ${saved.shown}. Takes effect ${saved.effect}.`);
	};
	/** @param text null for the default */
	const propose = async (one: ShownSetting, text: string | null, seen: string) => {
		const risk = settings.risk(one.id, text);
		if (risk === undefined || text === one.text) return await save(one, text, seen);
		setChoosing(false);
		setQuestion({ setting: one, text, risk, seen });
	};
	return {
		setting,
		typed,
		isEditing,
		/** What is wrong with the typed text, once saving it was tried. */
		problem: tried ? problem : undefined,
		candidates,
		asking,
		choosing,
		question,
		setTyped,
		begin() {
			if (setting === undefined) return;
			begin(setting);
			if (setting.kind === "choice") setChoosing(true);
			else type(setting.text);
		},
		async next() {
			if (setting === undefined) return;
			const at = setting.options.findIndex(({ value }) => value === setting.text);
			const next = setting.options[(at + 1) % setting.options.length];
			if (next) await propose(setting, next.value, seenOf(setting));
		},
		reset: () => setting && propose(setting, null, seenOf(setting)),
		saveTyped() {
			setAsking(false);
			setTried(true);
			if (untouched) type(null);
			else if (setting && typed !== null && problem === undefined)
				return propose(setting, typed.trim(), began.seen);
			return undefined;
		},
		cancel() {
			if (typed === setting?.text) type(null);
			else setAsking(true);
		},
		keep: () => setAsking(false),
		discard() {
			setAsking(false);
			type(null);
		},
		choose: (text: string) => setting && propose(setting, text, began.seen),
		stopChoosing: () => setChoosing(false),
		confirm: ({ setting: one, text, seen }: Question) => save(one, text, seen),
		refuse: () => setQuestion(null),
	};
}

/** What the operator saw of a setting when its edit began. */
function seenOf({ text, mark }: ShownSetting): string {
	return mark ?? text;
}
