import type { FunctionComponent } from "react";
import type { Session } from "../../app/session.ts";
import type { Arrival, ScreenId } from "../context/shell-context.ts";
import type { CommandInfo } from "../keys/command.ts";
import type { Letter } from "../keys/key-press.ts";
import type { GroupId } from "./groups.ts";

/** The props of a screen. It fills exactly `width` × `height` cells and contains only presentation logic. */
export type ScreenProps = {
	readonly session: Session;
	readonly width: number;
	readonly height: number;
	/** The last arrival at this screen through `go`; a new object each time. Null before the first. */
	readonly arrival: Arrival | null;
};

/**
 * A screen of the console. To add one: a folder here with its view, its commands and this descriptor, listed in `screens/index.ts`.
 * A hidden screen keeps its state; its effects and keys stop until it is shown again (React's Activity).
 */
export type ScreenDescriptor = {
	readonly id: ScreenId;
	/** The title in tabs, palette and help. */
	readonly title: string;
	/** A shorter title for the tabs on a narrow terminal. */
	readonly short?: string;
	/** The group whose tab and digit it belongs to. */
	readonly group: GroupId;
	/** The letter that shows it after g; `g g` goes to the first row. */
	readonly jump: Exclude<Letter, "g">;
	/** Loads the view for a session, when the screen is first shown. */
	readonly load: (session: Session) => Promise<FunctionComponent<ScreenProps>>;
	/** All commands of the screen and its components, for help, palette and docs/keys.md. */
	readonly commands: readonly CommandInfo[];
};
