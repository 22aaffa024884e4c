import fc from "fast-check";

/**
 * Property tests use the same values in every run, so that a run fails because of a change and not by chance. Set
 * `FAST_CHECK_SEED` to an integer to try other values.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_129) });
