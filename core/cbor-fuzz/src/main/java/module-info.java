import org.jspecify.annotations.NullMarked;

/** What holds for any bytes that are given to the readers of core/cbor. */
@NullMarked
module dev.penstock.cborfuzz {
  requires static org.jspecify;
  requires dev.penstock.cbor;
}
