package dev.penstock.web;

import dev.penstock.audit.AuditForm;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.passkeys.HostVerdict;
import dev.penstock.reception.Reception;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a node has for people, beside what it has for programs.
 *
 * @param live the newest values, for screens
 * @param pages the console's files
 * @param reception who tells people apart; empty where nobody can sign in
 * @param passkeyHost the host name that passkeys are bound to; empty where there can be none
 * @param passkeyObstacle why there can be none, in one sentence; empty where they work
 * @param notice what everybody reads before signing in
 * @param writer who writes the lines of an exported audit trail
 * @param nodeName what people call this node
 * @param oidc a provider outside who may vouch for people
 * @param certificates those of this node, as they are just now
 * @param names tests host names while nobody has set the node up
 */
public record Front(
    LiveBoard live,
    Pages pages,
    Optional<Reception> reception,
    Optional<String> passkeyHost,
    String passkeyObstacle,
    Notice notice,
    AuditForm.Writer writer,
    String nodeName,
    Optional<OidcDoor> oidc,
    Supplier<List<CertificateShown>> certificates,
    NameTest names) {
  /** A node that has nothing for people. */
  public static final Front NONE =
      new Front(
          new LiveBoard(),
          Pages.NONE,
          Optional.empty(),
          Optional.empty(),
          "Nobody can sign in at this node.",
          new Notice("", ""),
          new AuditForm.Writer("", "localhost"),
          "",
          Optional.empty(),
          List::of,
          typed -> new HostVerdict(typed, List.of(), List.of(), Optional.empty()));

  /**
   * The use notification.
   *
   * <p>Req: 62443-4-2 CR 1.12
   */
  public record Notice(String title, String text) {}
}
