package dev.penstock.journal;

/**
 * Where one class stands at a moment.
 *
 * @param oldest the number of its first segment that is not dropped, or {@link #NONE}
 * @param newest the number of its last segment, or {@link #NONE}
 * @param end where the last part in that segment ends; 0 where there is no segment
 * @param behind one more than the position of the last frame of the class; 0 where there was none
 */
record ClassRow(int oldest, int newest, int end, long behind) {
  static final int NONE = -1;

  static final ClassRow EMPTY = new ClassRow(NONE, NONE, 0, 0);

  boolean isEmpty() {
    return newest == NONE;
  }
}
