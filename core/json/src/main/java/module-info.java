import org.jspecify.annotations.NullMarked;

/** Strict JSON with one canonical spelling. */
@NullMarked
module dev.penstock.json {
  requires static org.jspecify;

  exports dev.penstock.json;
}
