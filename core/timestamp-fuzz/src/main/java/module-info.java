import org.jspecify.annotations.NullMarked;

/** What holds for any bytes that are given to the readers of core/timestamp. */
@NullMarked
module dev.penstock.timestampfuzz {
  requires static org.jspecify;
  requires dev.penstock.timestamp;
}
