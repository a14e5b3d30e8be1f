import org.jspecify.annotations.NullMarked;

/** OpenID Connect sign-in of people, the rules of its authorization code flow. */
@NullMarked
module dev.penstock.oidc {
  requires static org.jspecify;
  requires transitive dev.penstock.json;
  requires transitive dev.penstock.signature;

  exports dev.penstock.oidc;
}
