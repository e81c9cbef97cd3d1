/**
 * What the gateway tells accounts by itself over HTTP: webhooks, and the callbacks that Twilio's
 * and Kannel's clients ask for. A durable notice comes in, and is posted until it is taken.
 */
@NullMarked
package io.strowger.gateway.webhook;

import org.jspecify.annotations.NullMarked;
