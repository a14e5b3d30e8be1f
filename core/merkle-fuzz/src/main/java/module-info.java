import org.jspecify.annotations.NullMarked;

/** What holds for any bytes that are given to the readers of core/merkle. */
@NullMarked
module dev.penstock.merklefuzz {
  requires static org.jspecify;
  requires dev.penstock.merkle;
}
