import org.jspecify.annotations.NullMarked;

/** The auditor's verifier: JDK only, no server, no network. */
@NullMarked
module dev.penstock.verifier {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.bundle;

  exports dev.penstock.verifier;
}
