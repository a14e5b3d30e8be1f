import org.jspecify.annotations.NullMarked;

/** What a destination is told, and what it may ask for. */
@NullMarked
module dev.penstock.north {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.flow;
  requires dev.penstock.cbor;
  requires dev.penstock.json;

  exports dev.penstock.north;
  exports dev.penstock.north.command;
}
