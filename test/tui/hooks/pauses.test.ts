import { expect, it } from "vitest";
import { createPauses } from "../../../src/tui/hooks/pauses.ts";

it("rests only once the time of a piece is over, and begins the next piece after the rest", async () => {
	let time = 0;
	const rests: number[] = [];
	const pause = createPauses(
		() => time,
		async () => {
			rests.push(time);
			time += 10;
		},
	);
	for (let step = 0; step < 12; step += 1) {
		await pause();
		time += 1;
	}
	expect(rests).toEqual([4, 18]);
});
