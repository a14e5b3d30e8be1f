import org.jspecify.annotations.NullMarked;

/** Syslog messages and how they are told apart on a stream. */
@NullMarked
module dev.penstock.framessyslog {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.merkle;

  exports dev.penstock.framessyslog;
}
