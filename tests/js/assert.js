// What the tests claim. Our own, because Node's types of setTimeout would come along with Node's.

/**
 * The same value, or arrays, typed arrays and objects of the same values.
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
function alike(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (one instanceof Map || one instanceof Set) return alike([...one], [...other]);
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && alike(one[key], other[key]));
}

/** @type {(claim: unknown, words?: string) => asserts claim} */
export function ok(claim, words = "not so") {
  if (!claim) throw new Error(words);
}

/** @type {(found: unknown, wanted: unknown) => void} */
export function equal(found, wanted) {
  ok(alike(found, wanted), `${Deno.inspect(found)}, not ${Deno.inspect(wanted)}`);
}

/** @type {(found: unknown, other: unknown) => void} */
export function differ(found, other) {
  ok(!alike(found, other), `both are ${Deno.inspect(found)}`);
}

/** @type {(found: number, wanted: number, most?: number) => void} */
export function near(found, wanted, most = 1e-9) {
  ok(Math.abs(found - wanted) <= most, `${found}, not ${wanted}`);
}

/**
 * What `act` throws.
 * @param {() => Promise<unknown>} act
 * @returns {Promise<unknown>}
 */
export async function thrown(act) {
  try {
    await act();
  } catch (problem) {
    return problem;
  }
  throw new Error("nothing was thrown");
}
