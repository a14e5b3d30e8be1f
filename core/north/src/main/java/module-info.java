import org.jspecify.annotations.NullMarked;

/** How records become messages for a destination, whose messages become commands. */
@NullMarked
module dev.penstock.north {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.flow;
  requires dev.penstock.cbor;
  requires dev.penstock.json;

  exports dev.penstock.north;
  exports dev.penstock.north.command;
}
