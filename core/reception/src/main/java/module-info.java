import org.jspecify.annotations.NullMarked;

/** What happens when somebody signs in, sets up, changes or approves. */
@NullMarked
module dev.penstock.reception {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.access;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.json;

  exports dev.penstock.reception;
}
