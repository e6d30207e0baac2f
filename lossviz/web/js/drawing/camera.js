// From where a picture in space is seen, as an address has it: "-34_24", whole degrees to the side and up.

const TURN = 360;

/**
 * What can be seen from elsewhere; `aim` goes as near as it can.
 * @typedef {{ yaw: number, pitch: number, aim: (yaw: number, pitch: number) => void }} Camera
 */

/**
 * How an address has this direction.
 * @param {{ yaw: number, pitch: number }} camera in radians
 */
export function writeCamera({ yaw, pitch }) {
  const [side, up] = [yaw, pitch].map((angle) => Math.round(angle * 180 / Math.PI));
  // never −180, and never −0
  const turned = TURN / 2 - (((TURN / 2 - side) % TURN) + TURN) % TURN;
  return `${turned + 0}_${up + 0}`;
}

/**
 * The direction that an address names, in radians; null where it names none.
 * @param {string | null} text
 */
export function readCamera(text) {
  const found = /^(-?\d{1,3})_(-?\d{1,2})$/.exec(text ?? "");
  if (!found) return null;
  const [yaw, pitch] = found.slice(1).map((angle) => Number(angle) * Math.PI / 180);
  return { yaw, pitch };
}
