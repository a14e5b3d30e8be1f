package dev.penstock.bundlecorpus;

import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.util.HexFormat;

/**
 * Makes what passkeys of other kinds signed, a line each: key, client data, authenticator data and
 * signature. It stands in the resource {@code agreements.txt}, because these signatures are drawn
 * by chance. To be run when the words of {@link ApprovalDraft} change.
 */
final class AgreementMaker {
  private AgreementMaker() {}

  public static void main(String[] args) {
    make("es256", PasskeyKind.ES256, 0x31);
    make("rs256", PasskeyKind.RS256, 0x32);
  }

  private static void make(String name, PasskeyKind kind, int number) {
    var draft = new ApprovalDraft(number);
    SoftPasskey passkey = SoftPasskey.make(kind, new byte[16]);
    PasskeyDraft signed = passkey.get(ApprovalDraft.PARTY, draft.origin, draft.digest());
    HexFormat hex = HexFormat.of();
    System.out.println(
        String.join(
            " ",
            name,
            hex.formatHex(passkey.cose()),
            hex.formatHex(signed.clientDataJson()),
            hex.formatHex(signed.authenticatorData()),
            hex.formatHex(signed.signature())));
  }
}
