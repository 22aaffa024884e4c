import { Box, Text, useApp, useStdout } from "ink";
import { Activity, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Session } from "../app/session.ts";
import { createListMemory, type ListMemory } from "./context/list-memory.ts";
import { type ScreenId, ShellContext } from "./context/shell-context.ts";
import { createToast } from "./context/status-message.ts";
import { statusText } from "./context/status-text.ts";
import { createUnderway } from "./context/underway.ts";
import { createUnsaved } from "./context/unsaved.ts";
import { type WriteApproval, WriteApprovalContext } from "./context/write-approval.ts";
import { useTerminalSize } from "./hooks/use-terminal-size.ts";
import { createKeyBoard } from "./keys/key-board.ts";
import { KeyRoot } from "./keys/key-root.tsx";
import { KeyBoardContext } from "./keys/use-keys.ts";
import { useLeaving } from "./leaving/use-leaving.tsx";
import { asksBefore } from "./production/asking-before-writes.ts";
import { useWriteQuestions } from "./production/use-write-questions.ts";
import { WriteQuestion } from "./production/write-question.tsx";
import { type OtherProfiles, useProfileSwitch } from "./profiles/use-profile-switch.ts";
import { BadgedTabs } from "./shell/badged-tabs.tsx";
import { Footer } from "./shell/footer.tsx";
import { Header } from "./shell/header.tsx";
import { Overlays } from "./shell/overlays.tsx";
import { remedyHints, remedyTargets } from "./shell/remedy-hint.ts";
import type { ScreenDescriptor } from "./shell/screen.ts";
import { homeOf, keysToScreens } from "./shell/screen-groups.ts";
import { ShownScreens } from "./shell/shown-screens.tsx";
import { StatusLine } from "./shell/status-line.tsx";
import { minimumSize, TooSmall } from "./shell/too-small.tsx";
import { useScreenViews } from "./shell/use-screen-views.tsx";
import { useTrail } from "./shell/use-trail.ts";
import { DeviceCodeDialog } from "./sign-in/device-code-dialog.tsx";
import { targetName } from "./text/target-label.ts";
import { useOpening } from "./use-opening.ts";
import { useShellOf } from "./use-shell-of.ts";
import { useWarnings } from "./use-warnings.ts";

export type ConsoleAppProps = {
	/** Opens the session; called once, after the first frame. If it rejects, the console ends with that error. */
	readonly open: () => Promise<Session>;
	/** Shown until the session is open; empty when it is not known before. */
	readonly profileName: string;
	readonly screens: readonly ScreenDescriptor[];
	/** The first screen; absent: credentials if none are saved, otherwise Home. */
	readonly begin?: ScreenId;
	/** What is wrong with files of the operator, a line each; shown once the session is open. */
	readonly warnings?: readonly string[];
	readonly now?: () => number;
	/** Shown until the session is open. */
	readonly opening?: string;
	/** Shown once the session is open: why the operator is here again. */
	readonly problem?: unknown;
	/** The other profiles; absent: there is only this one. */
	readonly others?: OtherProfiles;
	/** Filters and columns of lists, from one start to the next; absent: they are not kept. */
	readonly lists?: ListMemory;
	/** Called when the session cannot be opened. Absent: the console ends with the error. */
	readonly onOpenFailed?: (error: unknown) => void;
};

const noMemory = createListMemory();

const none: readonly ScreenId[] = [];
const noWarnings: readonly string[] = [];

/** Lines of the frame outside the screen, without the message: header, tabs, footer. */
const frameLines = 3;

/** The whole console: frame, screens and overlays. Visited screens keep their state while hidden. */
export function ConsoleApp({
	open,
	profileName,
	screens,
	begin,
	warnings = noWarnings,
	now = Date.now,
	opening = "Opening the profile…",
	problem,
	others,
	onOpenFailed,
	lists = noMemory,
}: ConsoleAppProps) {
	const { exit } = useApp();
	const { stdout } = useStdout();
	const { columns, rows } = useTerminalSize();
	const [session, setSession] = useState<Session | null>(null);
	const { screen: requested, trail, go, visit, back, isFirst } = useTrail(begin ?? "home", homeOf(screens));
	const board = useMemo(createKeyBoard, []);
	const hint = useMemo(() => remedyHints(screens), [screens]);
	const keysTo = useMemo(() => keysToScreens(screens), [screens]);
	const place = useMemo(() => remedyTargets(screens), [screens]);
	const toast = useMemo(() => createToast(hint), [hint]);
	const unsaved = useMemo(createUnsaved, []);
	const underway = useMemo(createUnderway, []);
	const noteCanceled = useCallback(() => void toast.note("Canceled. Nothing was written."), [toast]);
	const { asking, approved, question } = useWriteQuestions(toast.clear, noteCanceled);
	const fail = useCallback(
		(error: unknown) => exit(error instanceof Error ? error : new Error(String(error))),
		[exit],
	);
	const { views, shown, loaded, load } = useScreenViews(screens, requested, session);

	const opened = useCallback(async () => asking(await open()), [asking, open]);
	useOpening(setSession, {
		open: opened,
		begin,
		load,
		visit,
		onFailed: onOpenFailed ?? fail,
		...{ problem, warnings, lists, toast },
	});

	useWarnings(session, toast, hint);
	// An effect runs after the screen was written.
	useEffect(() => session?.shown(), [session]);

	const { leave, question: leaving } = useLeaving(session, unsaved, underway);
	const quit = useCallback(() => leave("Quit", "Quit now?", () => exit()), [leave, exit]);
	const profiles = useProfileSwitch(others, session, leave);
	const { shell, arrivals, arrive } = useShellOf({
		...{ toast, unsaved, underway, hint, keysTo, place, lists, now, stdout, go, back },
		leave: quit,
	});

	const visitTab = useCallback(
		(screen: ScreenId) => {
			arrive(screen, undefined);
			visit(screen);
		},
		[arrive, visit],
	);
	const approval = useMemo<WriteApproval>(
		() => ({
			nameFor: (kind) =>
				session !== null && asksBefore(session, kind) ? targetName(session.profile()) : null,
			approved,
		}),
		[session, approved],
	);
	const small = columns < minimumSize.columns || rows < minimumSize.rows;
	const width = columns;
	const messageLines = useSyncExternalStore(toast.subscribe, () => statusText(toast.current(), width).lines);
	const height = rows - frameLines - messageLines;
	return (
		<ShellContext value={shell}>
			<WriteApprovalContext value={approval}>
				<KeyBoardContext value={board}>
					<KeyRoot ready={session !== null && loaded}>
						{small && <TooSmall columns={columns} rows={rows} />}
						<Activity mode={small ? "hidden" : "visible"}>
							<Box flexDirection="column" width={width} height={rows} overflow="hidden">
								<Header session={session} profileName={profileName} width={width} />
								<BadgedTabs
									session={session}
									screens={screens}
									shown={shown}
									trail={shown === requested ? trail : none}
									width={width}
									onVisit={visitTab}
								/>
								<Box flexDirection="column" width={width} height={height} overflow="hidden">
									{session ? (
										<ShownScreens
											session={session}
											screens={screens}
											views={views}
											shown={shown}
											arrivals={arrivals}
											width={width}
											height={height}
										/>
									) : (
										<Text dimColor> {opening}</Text>
									)}
									{leaving}
									<Overlays
										screens={screens}
										shown={shown}
										height={height}
										profiles={profiles}
										onVisit={(screen, argument) => {
											arrive(screen, argument);
											visit(screen);
										}}
										onBack={isFirst ? null : shell.back}
									/>
									{session !== null && <DeviceCodeDialog signInCode={session.signInCode} />}
									{session !== null && question !== null && (
										<WriteQuestion
											what={question.what}
											profile={session.profile()}
											onConfirm={question.confirm}
											onCancel={question.cancel}
										/>
									)}
								</Box>
								<StatusLine width={width} />
								{session === null ? <Text> </Text> : <Footer width={width - 1} />}
							</Box>
						</Activity>
					</KeyRoot>
				</KeyBoardContext>
			</WriteApprovalContext>
		</ShellContext>
	);
}
