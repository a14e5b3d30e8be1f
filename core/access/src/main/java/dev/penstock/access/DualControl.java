package dev.penstock.access;

import static dev.penstock.access.Role.ADMINISTRATOR;
import static dev.penstock.access.Role.ASSET_OWNER;
import static dev.penstock.access.Role.SECURITY_OFFICER;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What takes two people, who the second may be, and how the second must prove it.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
public final class DualControl {
  private DualControl() {}

  /** A kind of request that a second person must agree to. */
  public enum Kind {
    ROLES_GRANT(
        "roles.grant",
        Set.of(ADMINISTRATOR, SECURITY_OFFICER, ASSET_OWNER),
        Grade.RE_AUTHENTICATION,
        "roles that approve, and the roles of who holds one"),
    PERSON_ERASE(
        "person.erase",
        Set.of(ADMINISTRATOR, SECURITY_OFFICER, ASSET_OWNER),
        Grade.PASSKEY,
        "a name that is forgotten cannot be found again"),
    PERSON_RESET(
        "person.reset",
        Set.of(ADMINISTRATOR, SECURITY_OFFICER, ASSET_OWNER),
        Grade.RE_AUTHENTICATION,
        "who gives new ways in to somebody who approves could approve as that person"),
    TOKEN_CREATE(
        "token.create",
        Set.of(ADMINISTRATOR, SECURITY_OFFICER, ASSET_OWNER),
        Grade.RE_AUTHENTICATION,
        "a program that does more than look"),
    SHRED(
        "shred",
        Set.of(SECURITY_OFFICER, ASSET_OWNER),
        Grade.PASSKEY,
        "what is shredded cannot be read again by anybody"),
    CERTIFICATE_REVOKE(
        "certificate.revoke",
        Set.of(ADMINISTRATOR, SECURITY_OFFICER),
        Grade.RE_AUTHENTICATION,
        "what the certificate stood for stops working"),
    PLANT_CHANGE(
        "plant.change",
        Set.of(SECURITY_OFFICER, ASSET_OWNER),
        Grade.RE_AUTHENTICATION,
        "zones decide what roles in a zone open"),
    CONNECTIONS_CHANGE(
        "connections.change",
        Set.of(SECURITY_OFFICER, ASSET_OWNER),
        Grade.RE_AUTHENTICATION,
        "what is connected decides what is read, and where values go"),
    COMMAND_WRITE(
        "command.write",
        Set.of(SECURITY_OFFICER, ASSET_OWNER),
        Grade.RE_AUTHENTICATION,
        "a rule of the conduit policy wants two people behind a value"),
    BREAK_GLASS_RESET(
        "break-glass.reset",
        Set.of(ADMINISTRATOR, SECURITY_OFFICER, ASSET_OWNER),
        Grade.PASSKEY,
        "the sealed code opens the node without a person");

    private final String wireName;

    @SuppressWarnings("ImmutableEnumChecker") // Each is made by Set.of.
    private final Set<Role> approvers;

    private final Grade leastGrade;
    private final String why;

    Kind(String wireName, Set<Role> approvers, Grade leastGrade, String why) {
      this.wireName = wireName;
      this.approvers = approvers;
      this.leastGrade = leastGrade;
      this.why = why;
    }

    public String wireName() {
      return wireName;
    }

    /** One of these, on the whole site, makes an approver. */
    public Set<Role> approvers() {
      return approvers;
    }

    /**
     * The weakest grade that counts for it, whatever settings say: the passkey's signature for what
     * nobody can take back.
     */
    public Grade leastGrade() {
      return leastGrade;
    }

    public String why() {
      return why;
    }

    public static Optional<Kind> ofWireName(String wireName) {
      return Wire.find(values(), Kind::wireName, wireName);
    }
  }

  /** How somebody's word on a request is proven, the strongest first. */
  public enum Grade {
    /** Signed by a passkey over the digest of the request. */
    PASSKEY("passkey"),
    /** Attested by the node: password and second factor were shown a moment ago. */
    RE_AUTHENTICATION("re-authentication"),
    /** Attested by the node: the sealed code was used a moment ago. */
    BREAK_GLASS("break-glass"),
    /** Nothing but an open session; enough to refuse and to withdraw. */
    SESSION("session");

    private final String wireName;

    Grade(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    public static Optional<Grade> ofWireName(String wireName) {
      return Wire.find(values(), Grade::wireName, wireName);
    }
  }

  /** True for a role that lets somebody approve something. */
  public static boolean isApproving(Role role) {
    return role.actions().contains(Action.APPROVE);
  }

  /** True when a change of somebody's roles takes a second person. */
  public static boolean rolesNeedTwo(Collection<Grant> before, Collection<Grant> after) {
    boolean isTouched = hasApproving(before) || hasApproving(after);
    return isTouched && !new HashSet<>(before).equals(new HashSet<>(after));
  }

  /** True when new ways in for somebody with these roles take a second person. */
  public static boolean waysNeedTwo(Collection<Grant> grants) {
    return hasApproving(grants);
  }

  /** True when a service account with these roles takes a second person. */
  public static boolean tokenNeedsTwo(Collection<Grant> grants) {
    return !grants.stream().allMatch(grant -> grant.role() == Role.VIEWER);
  }

  /** True when somebody who holds these grants may agree to such a request. */
  public static boolean mayApprove(Collection<Grant> grants, Kind kind, Instant now) {
    return grants.stream()
        .anyMatch(grant ->
            kind.approvers().contains(grant.role())
                && grant.scope() instanceof Scope.Site
                && grant.isInForce(now));
  }

  private static boolean hasApproving(Collection<Grant> grants) {
    return grants.stream().anyMatch(grant -> isApproving(grant.role()));
  }
}
