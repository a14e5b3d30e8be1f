/**
 * Notices by mail: one message, one connection to one server of the operator's. No mail is read
 * here, and no queue is kept. Read {@link dev.penstock.notices.send.mail.MailSender} first.
 */
@NullMarked
package dev.penstock.notices.send.mail;

import org.jspecify.annotations.NullMarked;
