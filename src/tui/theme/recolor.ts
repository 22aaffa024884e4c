import type { Colors } from "./themes.ts";

/** Select graphic rendition (ECMA-48 SGR). */
const sgr = /\u001B\[([\d;]*)m/g;

const toneOfColor = new Map<string, "accent" | "good" | "bad" | "caution">([
	["36", "accent"],
	["32", "good"],
	["31", "bad"],
	["33", "caution"],
]);

/**
 * Output with the colors of a theme in place of those that stand for tones (`theme.ts`). Each piece of output begins and ends
 * without a style, as Ink writes it.
 */
export function recolor(output: string, colors: Colors): string {
	/** The color of text that is not faint; empty for the terminal's own. */
	let color = "";
	let isFaint = false;
	const isFaintColored = colors.dim !== "2";
	const foreground = () => color || (isFaint && isFaintColored ? colors.dim : "") || "39";
	const styled = (parameters: string) => (parameters === "" ? "" : `\u001B[${parameters}m`);
	return output.replace(sgr, (whole, style: string) => {
		const tone = toneOfColor.get(style);
		if (tone !== undefined) {
			color = colors[tone];
			return styled(color === "" && isFaint && isFaintColored ? foreground() : color);
		}
		switch (style) {
			case "39":
				color = "";
				return styled(foreground());
			case "2":
				isFaint = true;
				return isFaintColored ? styled(color === "" ? colors.dim : "") : whole;
			case "22": {
				const wasFaint = isFaint;
				isFaint = false;
				return wasFaint && isFaintColored ? `${whole}${styled(foreground())}` : whole;
			}
			case "44":
				return styled(colors.selection);
			case "49":
				return colors.selection === "" ? "" : styled(colors.selection === "7" ? "27" : "49");
			default:
				return whole;
		}
	});
}
