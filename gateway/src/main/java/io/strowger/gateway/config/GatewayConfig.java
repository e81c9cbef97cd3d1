package io.strowger.gateway.config;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.delivery.DispatchSettings;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.health.DetectionSettings;
import io.strowger.gateway.http.HttpSettings;
import io.strowger.gateway.log.LogSettings;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.StoreSettings;
import io.strowger.gateway.voice.CallerSettings;
import io.strowger.gateway.voice.VoiceSettings;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.server.ServerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, checked: each part is the record of the package that it configures.
 *
 * @param node this gateway's name
 * @param smppServer null while the SMPP door is closed
 * @param adminKeys keys of operators, which belong to no account
 * @param drainTimeout how long a stopping gateway waits for carriers to answer
 * @param carriers those with SMPP, in the order of the file
 * @param callers those with trunks, in the order of the file
 * @param alarmHook where operators are told of alarms; null for nowhere
 */
public record GatewayConfig(
    String node,
    HttpSettings http,
    @Nullable ServerSettings smppServer,
    List<Account> accounts,
    Set<KeyHash> adminKeys,
    StoreSettings store,
    DispatchSettings dispatch,
    Lifecycle.Policy policy,
    DetectionSettings detection,
    CanarySettings canaries,
    Duration drainTimeout,
    List<CarrierSettings> carriers,
    List<CallerSettings> callers,
    VoiceSettings voice,
    RouteTable routes,
    GuardSettings guard,
    LogSettings log,
    @Nullable WebhookRules alarmHook) {}
