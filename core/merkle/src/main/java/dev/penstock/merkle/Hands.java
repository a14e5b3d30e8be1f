package dev.penstock.merkle;

/**
 * Does the pieces of a work that do not need each other, several at once where there are several
 * hands. The rules of a tree only say what the pieces are; who has threads lends the hands.
 */
public interface Hands {
  /** One piece after the other, by the caller. */
  Hands ONE =
      new Hands() {
        @Override
        public int count() {
          return 1;
        }

        @Override
        public void each(int pieces, Piece piece) {
          for (int number = 0; number < pieces; number++) {
            piece.run(0, number);
          }
        }
      };

  /** One piece of a work. */
  @FunctionalInterface
  interface Piece {
    /**
     * Does it.
     *
     * @param hand from 0, below {@link #count()}: no two pieces of a work have the same at once
     * @param number of the piece, from 0
     */
    void run(int hand, int number);
  }

  /** How many pieces can be under way at once. */
  int count();

  /** Does all pieces, in any order; returns when all are done, and what they wrote can be read. */
  void each(int pieces, Piece piece);
}
