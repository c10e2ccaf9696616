package org.pbxfailover.probe;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a server that shows one of the very certificates that were named, whatever host is written in it: who has its key is who was
 * meant, and a PBX often comes with one for itself that knows no host. Its dates must be right, as anybody's (fault 29). Everybody else
 * must be vouched for by an authority, and for the right host. Thread-safe.
 */
final class NamedCertificates extends X509ExtendedTrustManager {
    private final List<X509Certificate> named;
    private final X509ExtendedTrustManager others;

    NamedCertificates(List<X509Certificate> named, X509ExtendedTrustManager others) {
        this.named = named;
        this.others = others;
    }

    private boolean isNamed(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !named.contains(chain[0])) {
            return false;
        }
        chain[0].checkValidity();
        return true;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!isNamed(chain)) {
            others.checkServerTrusted(chain, type, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (!isNamed(chain)) {
            others.checkServerTrusted(chain, type, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (!isNamed(chain)) {
            others.checkServerTrusted(chain, type);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        others.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        others.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        others.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return others.getAcceptedIssuers();
    }
}
