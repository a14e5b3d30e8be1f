import org.jspecify.annotations.NullMarked;

/** How records become messages for a destination. */
@NullMarked
module dev.penstock.north {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.flow;
  requires dev.penstock.cbor;

  exports dev.penstock.north;
}
