import type { DOMElement } from "ink";
import { type RefObject, use, useEffectEvent, useLayoutEffect, useRef } from "react";
import type { Clicked, KeyKind, KeyListener } from "./key-board.ts";
import { KeyBoardContext, LevelContext } from "./use-keys.ts";

/** Where a box is on the screen, from 0; undefined before it is laid out. */
function placeOf(element: DOMElement | null) {
	const layout = element?.yogaNode;
	if (element === null || layout === undefined) return undefined;
	let [x, y] = [0, 0];
	for (let node: DOMElement | undefined = element; node !== undefined; node = node.parentNode) {
		x += node.yogaNode?.getComputedLeft() ?? 0;
		y += node.yogaNode?.getComputedTop() ?? 0;
	}
	return { x, y, width: layout.getComputedWidth(), height: layout.getComputedHeight() };
}

const silent: Omit<KeyListener, "level" | "click" | "kind"> = {
	press: () => false,
	explain: () => false,
	repeats: () => undefined,
	commands: () => [],
	run: () => false,
	reason: () => null,
};

/**
 * Calls back with the place of a click within a box, counted from 0, while no dialog is on top of it. The name of a key that it returns is
 * pressed. Returns the ref of the box.
 *
 * @param options.kind "input" for a text input that has the focus: it gets clicks before the row that it is in
 */
export function useClick(
	onClick: (x: number, y: number) => string | undefined,
	{
		active = true,
		always = false,
		kind = "list",
	}: { readonly active?: boolean; readonly always?: boolean; readonly kind?: KeyKind } = {},
): RefObject<DOMElement | null> {
	const ref = useRef<DOMElement>(null);
	const board = use(KeyBoardContext);
	const level = use(LevelContext);
	const click = useEffectEvent((x: number, y: number): Clicked | undefined => {
		const place = placeOf(ref.current);
		if (place === undefined) return undefined;
		const [dx, dy] = [x - place.x, y - place.y];
		if (dx < 0 || dy < 0 || dx >= place.width || dy >= place.height) return undefined;
		return { presses: onClick(dx, dy) ?? null };
	});
	useLayoutEffect(() => {
		if (!active) return;
		return board.join({ ...silent, kind, level, click: (x, y) => click(x, y), isAlwaysClicked: always });
	}, [board, level, active, always, kind]);
	return ref;
}
