const erasePage = "\u001B[H\u001B[2J";

/** What has been drawn, and how it is drawn again. */
export type Drawing = {
	/** Forgets what is on the screen. */
	readonly forget: () => void;
	/** Draws what is not on the screen. */
	readonly draw: () => void;
};

/**
 * Draws the whole page again whenever the terminal says that its size changed. Terminals move or drop lines on the way, and one that
 * shrank and grew back in between has the same size as before but not the same content, so that no difference can be relied on.
 *
 * @returns a function that ends this
 */
export function redrawOnResize(stdout: NodeJS.WriteStream, { forget, draw }: Drawing): () => void {
	const redraw = () => {
		forget();
		stdout.write(erasePage);
		// Node's own listener comes after this one and has Ink draw in the new size, if it is another one.
		queueMicrotask(draw);
	};
	process.prependListener("SIGWINCH", redraw);
	return () => process.off("SIGWINCH", redraw);
}
