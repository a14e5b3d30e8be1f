import org.jspecify.annotations.NullMarked;

/** Who may do what: people, roles, scopes, sessions, lockout and approvals as rules and values. */
@NullMarked
module dev.penstock.access {
  requires static transitive org.jspecify;

  exports dev.penstock.access;
}
