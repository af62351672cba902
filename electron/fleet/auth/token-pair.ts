export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Seconds that the access token is good for. */
  expiresIn: number;
}

/** From its making, or from the use of the one before. */
export const refreshTokenMs = 7 * 24 * 3_600_000;
