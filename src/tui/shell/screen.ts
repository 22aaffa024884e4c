import type { FunctionComponent } from "react";
import type { Session } from "../../app/session.ts";
import type { Arrival, ScreenId } from "../context/shell-context.ts";
import type { CommandInfo } from "../keys/command.ts";
import type { KeyName } from "../keys/key-press.ts";

/** What every screen is given. It fills exactly `width` × `height` cells and holds no logic beyond what it shows. */
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
	/** As tabs, palette and help call it. */
	readonly title: string;
	/** For tabs on a narrow terminal, when the title is too long. */
	readonly short?: string;
	/** The digit that shows it. */
	readonly key: KeyName;
	/** Loads the view, when the screen is first shown. */
	readonly load: () => Promise<FunctionComponent<ScreenProps>>;
	/** Every command of the screen and of its own components: for help, palette and docs/keys.md. */
	readonly commands: readonly CommandInfo[];
};
