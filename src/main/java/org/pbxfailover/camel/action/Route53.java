package org.pbxfailover.camel.action;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.dns.RecordSet;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Bean {@code route53}: signs requests to Route 53 (Signature Version 4) and reads its XML. The requests are sent by Camel's client, within
 * the deadline that every action has. Thread-safe.
 */
public final class Route53 {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** Why Route 53 did not say whether a change is everywhere. */
    private static final String UNHEARD = "route53-unheard";

    /** The last change of each name that this robot has ordered and not yet seen to be everywhere. */
    private final Map<String, String> changes = new ConcurrentHashMap<>();

    /** After a request was laid out: adds its signature. */
    public void sign(Exchange exchange) {
        Settings settings = Settings.of(exchange);
        Message message = exchange.getMessage();
        byte[] body = Requests.body(exchange).getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .uri(URI.create(message.getHeader(Exchange.HTTP_URI, String.class)))
                .method(SdkHttpMethod.fromValue(message.getHeader(Exchange.HTTP_METHOD, String.class)));
        Optional.ofNullable(message.getHeader(Exchange.CONTENT_TYPE, String.class))
                .ifPresent(type -> request.putHeader(Exchange.CONTENT_TYPE, type));
        SignedRequest signed = SIGNER.sign(sign -> sign.identity(identity(settings))
                .request(request.build())
                .payload(() -> new ByteArrayInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "route53")
                .putProperty(
                        AwsV4HttpSigner.REGION_NAME, settings.text("region").orElse("us-east-1")));
        signed.request().headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) { // the client writes it itself, and the same
                message.setHeader(name, values.get(0));
            }
        });
    }

    private static AwsCredentialsIdentity identity(Settings settings) {
        String access = settings.text("access-key").orElse("");
        String secret = settings.text("secret-key").orElse("");
        return settings.text("session-token")
                .<AwsCredentialsIdentity>map(token -> AwsSessionCredentialsIdentity.create(access, secret, token))
                .orElseGet(() -> AwsCredentialsIdentity.create(access, secret));
    }

    /** After a change was accepted: keeps its id, so that the look at the effect can ask for it. */
    public void ordered(Exchange exchange) throws Refused {
        Element info = first(parsed(Requests.body(exchange)), "ChangeInfo")
                .orElseThrow(() -> new Refused("the answer has no ChangeInfo: " + Requests.body(exchange)));
        changes.put(key(exchange), text(info, "Id").replaceFirst(".*/", ""));
    }

    /** The id of a change that is not yet known to be everywhere, for the route; empty when there is none, as after a restart. */
    public String pending(Exchange exchange) {
        return changes.getOrDefault(key(exchange), "");
    }

    /** After the question for a change: {@code PENDING} does not hold. */
    public void everywhere(Exchange exchange) throws Refused {
        String status = first(parsed(Requests.body(exchange)), "ChangeInfo")
                .map(info -> text(info, "Status"))
                .orElse("nothing");
        if (!status.equals("INSYNC")) {
            throw new Refused("Route 53 says " + status + " of the change " + pending(exchange) + ", not INSYNC");
        }
        changes.remove(key(exchange));
    }

    /** Instead of {@link #everywhere}, when there is no answer: the authoritative servers decide alone, and it is said afterwards. */
    public void unheard(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.setProperty(
                UNHEARD,
                "; Route 53 did not say whether the change is everywhere"
                        + (failure instanceof Refused refused ? ": " + refused.getMessage() : ""));
    }

    /** At the end of the look: what Route 53 did not say, behind what the servers say. */
    public void said(Exchange exchange) {
        exchange.getMessage()
                .setBody(exchange.getMessage().getBody(String.class) + exchange.getProperty(UNHEARD, "", String.class));
        exchange.removeProperty(UNHEARD);
    }

    private static String key(Exchange exchange) {
        Settings settings = Settings.of(exchange);
        return settings.text("zone-id").orElse("") + " " + settings.text("name").orElse("");
    }

    /**
     * The record sets of a name in a list of them, by type.
     *
     * @param changed the types that are to be changed, which can be done to a simple record only
     */
    static Map<String, RecordSet> sets(String xml, String name, Set<String> changed) throws Refused {
        Map<String, RecordSet> sets = new LinkedHashMap<>();
        for (Element set : all(parsed(xml).getDocumentElement(), "ResourceRecordSet")) {
            if (text(set, "Name").replaceFirst("\\.$", "").equalsIgnoreCase(name)) {
                String type = text(set, "Type");
                if (changed.contains(type) && !all(set, "SetIdentifier").isEmpty()) {
                    throw new Refused("the " + type + " record of " + name + " has a routing policy (record "
                            + text(set, "SetIdentifier") + "), and Route 53 would refuse the change: make it a simple"
                            + " record");
                }
                List<String> addresses = all(set, "Value").stream()
                        .map(value -> Records.same(type, value.getTextContent().strip()))
                        .sorted()
                        .toList();
                Optional<Duration> ttl = Optional.of(text(set, "TTL"))
                        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
                sets.put(type, new RecordSet(addresses, ttl));
            }
        }
        return sets;
    }

    private static Document parsed(String xml) throws Refused {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // it would print to the console
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (SAXException | IOException e) {
            throw new Refused("the answer is no XML: " + xml);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e); // each JDK has these features
        }
    }

    private static Optional<Element> first(Document document, String tag) {
        return all(document.getDocumentElement(), tag).stream().findFirst();
    }

    private static List<Element> all(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            if (found.item(i) instanceof Element element) {
                all.add(element);
            }
        }
        return all;
    }

    private static String text(Element parent, String tag) {
        return all(parent, tag).stream()
                .findFirst()
                .map(element -> element.getTextContent().strip())
                .orElse("");
    }
}
