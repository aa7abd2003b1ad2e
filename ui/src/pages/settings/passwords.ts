/** As the server wants it; what it finds besides, it says itself. */
export const SHORTEST_PASSWORD = 8;
