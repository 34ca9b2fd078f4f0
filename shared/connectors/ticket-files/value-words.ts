type StatusWord =
  'new' | 'open' | 'pending_customer' | 'pending_third_party' | 'solved' | 'closed' | 'deleted' | 'spam' | 'merged';
export { ticketStatuses as statusNames } from '../../events/words.ts';
export type PriorityWord = 'p1' | 'p2' | 'p3' | 'p4';
export type ChannelWord = 'email' | 'phone' | 'chat' | 'portal' | 'web' | 'social' | 'api' | 'im' | 'self_service';
export type { TicketStatus as Status } from '../../events/words.ts';

/**
 * Words that tell a status, as plainText makes them; a longer one is surer than a shorter one. Words that several products use in
 * different ways (pending, on hold, waiting) are not here: whom they wait for is asked.
 */
export const statusWords: Readonly<Record<StatusWord, readonly string[]>> = {
  new: [
    'new', 'registered', 'submitted', 'to do', 'todo', 'backlog', 'triage', 'unassigned', 'queued', 'neu', 'registriert', 'nouveau', 'nouvelle', 'nuevo', 'nueva', 'novo', 'nova', 'nuovo', 'nieuw', 'geregistreerd', 'nowe', 'nowy', 'новая', 'новый', 'новое', 'зарегистрирована', 'зарегистрировано', '新建', '新', '待受理', '待处理', '未处理', '新規', '未対応', '未着手', '受付', '待處理', '未處理',
  ],
  open: [
    'open', 'reopened', 're opened', 'in progress', 'work in progress', 'working', 'active', 'assigned', 'in review', 'started', 'investigating', 'waiting for support', 'waiting on us', 'waiting for agent', 'escalated', 'processing', 'processing assigned', 'accepted', 'under investigation', 'customer responded', 'customer replied', 'answered by customer', 'offen', 'in bearbeitung', 'in arbeit', 'wieder geoffnet', 'wiedereroffnet', 'zugewiesen', 'ouvert', 'ouverte', 'en cours', 'en cours attribue', 'en traitement', 'assigne', 'rouvert', 'abierto', 'abierta', 'en curso', 'en proceso', 'en progreso', 'asignado', 'reabierto', 'aberto', 'aberta', 'em andamento', 'em atendimento', 'atribuido', 'em atendimento atribuido', 'reaberto', 'aperto', 'aperta', 'in corso', 'in lavorazione', 'assegnato', 'riaperto', 'in behandeling', 'geopend', 'heropend', 'toegewezen', 'otwarte', 'otwarty', 'w toku', 'w trakcie', 'w realizacji', 'przypisane', 'ponownie otwarte', 'в работе', 'открыт', 'открыта', 'открыто', 'назначена', 'назначен', 'переоткрыта', 'выполняется', '处理中', '进行中', '已受理', '已分配', '打开', '重新打开', '已打开', '対応中', '進行中', '処理中', '着手', '再オープン', 'オープン', '作業中', '調査中', '處理中',
  ],
  pending_customer: [
    'waiting for customer', 'waiting on customer', 'awaiting customer', 'pending customer', 'waiting for user', 'awaiting user info', 'awaiting user', 'waiting for reporter', 'waiting for requester', 'awaiting caller', 'awaiting your reply', 'awaiting reply', 'awaiting customer reply', 'awaiting customer response', 'pending user', 'pending user info', 'pending customer response', 'pending requester', 'pending client', 'waiting for client', 'waiting on client', 'awaiting client', 'waiting on contact', 'waiting on requester', 'user response', 'need info', 'feedback', 'wait user', 'customer action', 'wartet auf kunden', 'warten auf kunde', 'warten auf kunden', 'wartet auf kunde', 'ruckfrage', 'ruckfrage kunde', 'warte auf kunde', 'kunde am zug', 'warten auf anwender', 'en attente client', 'en attente du client', 'attente client', 'en attente de l utilisateur', 'attente utilisateur', 'esperando al cliente', 'en espera del cliente', 'esperando cliente', 'pendiente cliente', 'pendiente del cliente', 'aguardando cliente', 'aguardando usuario', 'aguardando o cliente', 'aguardando solicitante', 'pendente cliente', 'in attesa cliente', 'in attesa del cliente', 'in attesa utente', 'wacht op klant', 'wachten op klant', 'wacht op gebruiker', 'wachten op gebruiker', 'wachten op aanmelder', 'wacht op aanmelder', 'oczekuje na klienta', 'oczekiwanie na klienta', 'czeka na klienta', 'oczekuje na uzytkownika', 'oczekiwanie na uzytkownika', 'ожидает клиента', 'ожидание клиента', 'ожидание ответа клиента', 'ожидает ответа', 'ожидает ответа клиента', 'ожидание пользователя', '等待客户', '等待客户回复', '待客户反馈', '待用户反馈', '等待用户', '待回复', '顧客待ち', 'お客様待ち', '顧客回答待ち', '回答待ち', '返信待ち', 'お客様回答待ち', 'ユーザー待ち', '等待客戶', '等待客戶回覆', '待客戶回覆',
  ],
  pending_third_party: [
    'waiting for vendor', 'waiting on vendor', 'awaiting vendor', 'pending vendor', 'waiting for third party', 'waiting on third party', 'pending third party', 'awaiting third party', 'waiting for supplier', 'awaiting problem', 'awaiting evidence', 'awaiting change', 'pending supplier', 'waiting for development', 'waiting on development', 'with development', 'wait vendor', 'wait implementation', 'pending change', 'waiting for partner', 'wartet auf lieferant', 'warten auf lieferant', 'wartet auf dritte', 'warten auf dritte', 'warten auf hersteller', 'wartet auf hersteller', 'en attente fournisseur', 'attente fournisseur', 'esperando proveedor', 'pendiente proveedor', 'aguardando fornecedor', 'aguardando terceiros', 'in attesa fornitore', 'in attesa del fornitore', 'wacht op leverancier', 'wachten op leverancier', 'oczekuje na dostawce', 'ожидание поставщика', 'ожидает поставщика', 'ожидание подрядчика', '等待供应商', '等待第三方', 'ベンダー待ち', 'メーカー待ち', '他社待ち',
  ],
  solved: [
    'solved', 'resolved', 'done', 'completed', 'complete', 'fixed', 'finished', 'fulfilled', 'answered', 'auto resolved', 'gelost', 'erledigt', 'behoben', 'fertig', 'resolu', 'resolue', 'termine', 'traite', 'resuelto', 'resuelta', 'solucionado', 'completado', 'terminado', 'resolvido', 'resolvida', 'solucionada', 'concluido', 'finalizado', 'risolto', 'risolta', 'completato', 'opgelost', 'gereed', 'afgehandeld', 'rozwiazane', 'rozwiazany', 'rozwiazano', 'zakonczone', 'ukonczone', 'решена', 'решен', 'решено', 'выполнена', 'выполнено', 'выполнен', 'завершена', 'завершено', '已解决', '已完成', '完成', '已处理', '解決', '解決済み', '解決済', '完了', '対応済み', '対応完了', '回答済み', '已解決', '已處理',
  ],
  closed: [
    'closed', 'closed complete', 'closed completed', 'closed resolved', 'closed successful', 'auto closed', 'archived', 'case closed', 'geschlossen', 'abgeschlossen', 'erfolgreich geschlossen', 'clos', 'close', 'ferme', 'cloture', 'cloturee', 'cerrado', 'cerrada', 'fechado', 'fechada', 'encerrado', 'encerrada', 'chiuso', 'chiusa', 'gesloten', 'afgesloten', 'afgemeld', 'zamkniete', 'zamkniety', 'zamknieto', 'закрыта', 'закрыт', 'закрыто', '已关闭', '关闭', '已关单', '已结束', 'クローズ', '終了', '完結', '閉鎖', '已關閉', '關閉', '已結案', '結案',
  ],
  deleted: ['deleted', 'trash', 'geloscht', 'supprime', 'eliminado', 'excluido', 'eliminato', 'verwijderd', 'usuniete', 'удалена', 'удалено', '已删除', '削除', '削除済み'],
  spam: ['spam', 'junk', '垃圾', 'スパム'],
  merged: ['merged', 'zusammengefuhrt', 'fusionne', 'fusionado', 'mesclado', 'unito', 'samengevoegd', 'polaczone', 'объединена', '已合并', '統合', 'マージ済み'],
}; // prettier-ignore

/** Ended without being resolved. What they count as differs: the safe answer is closed, and it is said. */
export const endedWords: readonly string[] = [
  'cancelled', 'canceled', 'closed cancelled', 'closed canceled', 'closed incomplete', 'closed skipped', 'rejected', 'closed rejected', 'declined', 'wont fix', 'won t fix', 'wont do', 'won t do', 'duplicate', 'withdrawn', 'closed unsuccessful', 'abgebrochen', 'abgelehnt', 'storniert', 'erfolglos geschlossen', 'annule', 'rejete', 'cancelado', 'rechazado', 'rejeitado', 'annullato', 'rifiutato', 'geannuleerd', 'afgewezen', 'anulowane', 'odrzucone', 'отменена', 'отменено', 'отклонена', 'отклонено', '已取消', '已拒绝', '已驳回', 'キャンセル', '却下', '取消',
]; // prettier-ignore

export const priorityWords: Readonly<Record<PriorityWord, readonly string[]>> = {
  p1: ['urgent', 'critical', 'highest', 'blocker', 'very high', 'emergency', 'immediate', 'p1', 'prio 1', 'dringend', 'kritisch', 'sehr hoch', 'sofort', 'critique', 'tres haute', 'urgente', 'critico', 'critica', 'muy alta', 'muito alta', 'molto alta', 'kritiek', 'dringend', 'spoed', 'krytyczny', 'pilny', 'krytyczne', 'pilne', 'критический', 'критичный', 'срочный', 'срочно', 'немедленный', '紧急', '非常紧急', '緊急', '至急', '最優先'],
  p2: ['high', 'major', 'important', 'p2', 'prio 2', 'hoch', 'wichtig', 'haute', 'eleve', 'elevee', 'alta', 'alto', 'hoog', 'wysoki', 'wysokie', 'высокий', '高'],
  p3: ['medium', 'normal', 'moderate', 'average', 'standard', 'p3', 'prio 3', 'mittel', 'moyenne', 'moyen', 'normale', 'media', 'medio', 'normaal', 'gemiddeld', 'sredni', 'normalny', 'средний', 'обычный', 'нормальный', '中', '普通', '一般', '通常'],
  p4: ['low', 'minor', 'lowest', 'very low', 'trivial', 'planning', 'p4', 'p5', 'prio 4', 'niedrig', 'gering', 'sehr niedrig', 'basse', 'faible', 'tres basse', 'baja', 'bajo', 'muy baja', 'baixa', 'baixo', 'muito baixa', 'bassa', 'basso', 'laag', 'niski', 'niskie', 'низкий', '低'],
}; // prettier-ignore

export const channelWords: Readonly<Record<ChannelWord, readonly string[]>> = {
  email: ['email', 'e mail', 'mail', 'e mails', 'email to case', 'outlook', 'correo', 'correo electronico', 'courriel', 'mel', 'posta elettronica', 'почта', 'электронная почта', '邮件', '电子邮件', 'メール', 'eメール'],
  phone: ['phone', 'phone call', 'call', 'telephone', 'voice', 'telefon', 'anruf', 'telefonisch', 'telefono', 'telefone', 'ligacao', 'telefoon', 'телефон', 'звонок', '电话', '電話'],
  chat: ['chat', 'live chat', 'livechat', 'messaging', 'messenger', 'web messenger', 'чат', '在线聊天', '在线', 'チャット'],
  portal: ['portal', 'self service portal', 'web portal', 'customer portal', 'jira service management portal', 'selfservice', 'kundenportal', 'portail', 'portale', 'портал', '门户', 'ポータル'],
  web: ['web', 'web form', 'webform', 'website', 'web to case', 'form', 'online', 'formular', 'formulaire', 'formulario', 'modulo', 'helpdesk', 'webformulier', 'formularz', 'сайт', '网页', '网站', 'フォーム', 'ウェブ'],
  social: ['social', 'twitter', 'facebook', 'instagram', 'x', 'tweet', 'social media', 'facebook post', 'twitter dm', 'youtube'],
  api: ['api', 'web service', 'integration', 'monitoring', 'event management'],
  im: ['whatsapp', 'sms', 'text message', 'telegram', 'slack', 'teams', 'line', 'wechat', '微信'],
  self_service: ['self service', 'walk up', 'virtual agent', 'bot'],
}; // prettier-ignore

/** Statuses that different teams use for different things: waiting, but for whom? Asked; unknown until it is answered. */
export const openQuestions: readonly string[] = [
  'pending', 'on hold', 'hold', 'waiting', 'suspended', 'paused', 'deferred', 'postponed', 'blocked', 'snoozed', 'stalled', 'wartend', 'warten', 'zuruckgestellt', 'ausstehend', 'warten auf erinnerung', 'warten zur erinnerung', 'en attente', 'suspendu', 'en espera', 'pendiente', 'suspendido', 'pendente', 'suspenso', 'em espera', 'aguardando', 'in attesa', 'sospeso', 'in sospeso', 'in afwachting', 'wachten', 'aangehouden', 'oczekujace', 'oczekujacy', 'wstrzymane', 'wstrzymany', 'ожидание', 'ожидает', 'в ожидании', 'отложена', 'отложено', 'приостановлена', '挂起', '等待', '暂停', '待定', '保留', '保留中', '待ち', 'ペンディング',
]; // prettier-ignore
