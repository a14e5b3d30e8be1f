package dev.penstock.plant.tree;

/**
 * Where something stands in a file.
 *
 * @param line from 1; 0 when it stands in no file
 * @param column from 1; 0 when it stands in no file
 */
public record Place(int line, int column) implements Comparable<Place> {
  /** Of what was never written in a file. */
  public static final Place NONE = new Place(0, 0);

  public Place {
    if (line < 0 || column < 0 || (line == 0) != (column == 0)) {
      throw new IllegalArgumentException("place is line " + line + ", column " + column);
    }
  }

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
