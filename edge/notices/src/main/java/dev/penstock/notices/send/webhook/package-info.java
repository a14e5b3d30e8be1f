/**
 * Notices as signed JSON to a web address of the operator's. No redirect is followed here, and
 * nothing that comes back is believed but its status. Read {@link
 * dev.penstock.notices.send.webhook.WebhookSender} first.
 */
@NullMarked
package dev.penstock.notices.send.webhook;

import org.jspecify.annotations.NullMarked;
