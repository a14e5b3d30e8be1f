import org.jspecify.annotations.NullMarked;

/** Who is told of what, by which way, until somebody says that they know. */
@NullMarked
module dev.penstock.notices {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.cbor;

  exports dev.penstock.notices;
}
