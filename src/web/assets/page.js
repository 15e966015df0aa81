// What pages do beside being read: copy a quotation with its source; as a Mini App, take Telegram's colours and tell it that the page is there.
(() => {
  'use strict';
  const root = document.documentElement;

  for (const button of document.querySelectorAll('.copy')) {
    const label = button.textContent;
    button.classList.add('ready');
    button.addEventListener('click', async () => {
      const article = button.closest('article');
      const text = article.querySelector('.text .words');
      const marked = [...article.querySelectorAll('.text:first-child mark')];
      const between = text.lang.startsWith('zh') ? '' : ' ';
      const quoted = marked.length ? marked.map((mark) => mark.textContent).join(between) : text.innerText;
      const [cite] = article.querySelectorAll('.reference .cite');
      await copy(`${quoted.trim()}\n\n${cite.innerText.trim()}\n`);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // where the clipboard may not be written to but by a selection
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  }

  // Telegram tells a Mini App its colours behind the # of its first address, as #…tgWebAppThemeParams={…}
  const KEPT = 'telegram-theme';
  const told = new URLSearchParams(location.hash.replace(/^#[^?]*\?|^#/, '')).get('tgWebAppThemeParams');
  let kept = null;
  try {
    if (told) sessionStorage.setItem(KEPT, told);
    kept = sessionStorage.getItem(KEPT);
  } catch {
    kept = told;
  }
  if (!kept) return;

  const COLOURS = {
    bg_color: '--back', text_color: '--text', hint_color: '--quiet', link_color: '--link',
    button_color: '--button', button_text_color: '--on-button', secondary_bg_color: '--panel',
  };
  function theme(colours) {
    for (const [name, property] of Object.entries(COLOURS)) {
      if (/^#[0-9a-f]{6}$/i.test(colours[name])) root.style.setProperty(property, colours[name]);
    }
    if (/^#[0-9a-f]{6}$/i.test(colours.bg_color)) {
      const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colours.bg_color.slice(at, at + 2), 16));
      root.dataset.theme = 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? 'dark' : 'light';
    }
  }
  function read(json) {
    try { theme(JSON.parse(json)); } catch { /* colours that cannot be read are none */ }
  }
  read(kept);

  // the words of Telegram's clients with Mini Apps: on phones and desktops, and in the frame of the web client
  const WEB = 'https://web.telegram.org';
  function post(type) {
    if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(type, '{}');
    else if (window.external && 'notify' in window.external) window.external.notify(JSON.stringify({ eventType: type, eventData: {} }));
    else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: type, eventData: {} }), WEB);
  }
  function receive(type, data) {
    if (type === 'theme_changed' && data && data.theme_params) theme(data.theme_params);
  }
  window.Telegram = { WebView: { receiveEvent: receive } };
  window.TelegramGameProxy = window.Telegram.WebView;
  window.TelegramGameProxy_receiveEvent = receive;
  window.addEventListener('message', (event) => {
    if (event.origin !== WEB || event.source !== window.parent) return;
    try {
      const { eventType, eventData } = JSON.parse(event.data);
      receive(eventType, eventData);
    } catch { /* not Telegram's words */ }
  });
  post('web_app_ready');
  post('web_app_expand');

  // its address ends in what Telegram told, so that no sentence is its target
  if (told) document.querySelector('main mark')?.scrollIntoView({ block: 'center' });
})();
