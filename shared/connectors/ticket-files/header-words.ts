/** What a column of a ticket file can be about: the fields of an event log, and the two that every log needs. */
export type FileField =
  | 'ticket'
  | 'updated'
  | 'event_time'
  | 'created_at'
  | 'resolved_at'
  | 'closed_at'
  | 'first_reply_at'
  | 'status'
  | 'assignee'
  | 'group'
  | 'requester'
  | 'account'
  | 'channel'
  | 'priority'
  | 'type'
  | 'category'
  | 'subcategory'
  | 'product'
  | 'tags'
  | 'reopen_count'
  | 'reply_count';

/**
 * Names that columns go by, as plainText makes them (small letters, no accents, one blank between words): English, German, French,
 * Spanish, Portuguese, Italian, Dutch, Polish, Russian, Chinese (simplified, and the surest traditional ones), Japanese. Earlier ones are the surer ones.
 */
export const headerWords: Readonly<Record<FileField, readonly string[]>> = {
  ticket: [
    'ticket id', 'ticket number', 'ticket no', 'ticket nr', 'ticketid', 'ticket key', 'case number', 'case id', 'caseid', 'case no', 'incident id', 'incident number', 'incident no', 'issue key', 'request id', 'request number', 'service request id', 'service request number', 'sr number', 'unique key', 'conversation id', 'case concept name', 'number', 'key', 'id', 'ticket', 'case', 'incident', 'issue', 'issue id', 'issue number', 'reference', 'ref', 'no', 'nr', 'sr', 'complaint id', 'request', 'call id', 'call number', 'work order', 'task number',
    'ticketnummer', 'ticket nummer', 'vorgangsnummer', 'vorgangs nr', 'fallnummer', 'auftragsnummer', 'anfragenummer', 'nummer', 'meldungsnummer', 'storungsnummer', 'vorgang',
    'numero de ticket', 'numero du ticket', 'n ticket', 'numero', 'n de ticket', 'numero de demande', 'reference ticket',
    'numero de caso', 'numero de incidencia', 'id de ticket', 'folio', 'numero do chamado', 'n do chamado', 'chamado', 'numero do ticket', 'protocolo', 'codigo', 'id do ticket', 'numero ticket', 'numero richiesta', 'codice', 'meldingnummer', 'incidentnummer', 'wijzigingsnummer', 'ticketnummer',
    'numer zgloszenia', 'numer', 'nr zgloszenia', 'id zgloszenia', 'numer biletu', 'zgloszenie',
    'номер заявки', 'номер', 'заявка', 'id заявки', 'номер обращения', 'номер тикета', '№', 'обращение',
    '工单编号', '工单号', '编号', '单号', '工单id', '事件编号', '票号', '番号', 'チケット番号', 'チケットid', '管理番号', '案件番号', '問い合わせ番号', 'お問い合わせ番号', '受付番号', '工單編號', '工單號', '案件編號', '編號',
  ],
  updated: [
    'updated at', 'updated', 'updated on', 'last updated', 'last updated at', 'last update', 'last update time', 'last modified', 'last modified date', 'last modified date time', 'modified', 'modified at', 'modified on', 'modified time', 'last changed', 'changed', 'changed at', 'sys updated on', 'update time', 'updated time', 'updated date', 'date updated', 'last activity', 'last activity date', 'last updated date', 'last status update', 'date modified',
    'letzte anderung', 'geandert', 'geandert am', 'zuletzt geandert', 'zuletzt geandert am', 'aktualisiert', 'aktualisiert am', 'letzte aktualisierung', 'anderungsdatum',
    'mis a jour', 'mis a jour le', 'date de modification', 'derniere modification', 'derniere mise a jour', 'modifie le', 'date de mise a jour',
    'actualizado', 'fecha de actualizacion', 'ultima actualizacion', 'ultima modificacion', 'fecha de modificacion', 'atualizado em', 'ultima atualizacao', 'data de modificacao', 'data de atualizacao', 'aggiornato il', 'aggiornato', 'ultima modifica', 'data di modifica', 'data modifica', 'ultimo aggiornamento', 'bijgewerkt', 'bijgewerkt op', 'gewijzigd', 'gewijzigd op', 'laatst gewijzigd', 'laatst bijgewerkt', 'wijzigingsdatum',
    'zaktualizowano', 'data aktualizacji', 'ostatnia aktualizacja', 'zmodyfikowano', 'data modyfikacji', 'ostatnia zmiana',
    'обновлено', 'изменено', 'дата изменения', 'последнее обновление', 'дата обновления', 'обновлен', 'изменен',
    '更新时间', '修改时间', '最后更新', '最后更新时间', '更新日時', '更新日', '最終更新日時', '最終更新日', '最終更新', '更新時間', '修改時間', '最後更新時間',
  ],
  event_time: [
    'timestamp', 'time timestamp', 'event time', 'event date', 'event timestamp', 'complete timestamp', 'end timestamp', 'completion time', 'change time', 'change date', 'date time', 'datetime', 'time', 'date', 'at', 'when', 'occurred at', 'zeitpunkt', 'zeitstempel', 'datum', 'datum uhrzeit', 'horodatage', 'date heure', 'fecha hora', 'fecha', 'data hora', 'data', 'data ora', 'data i godzina', 'tijdstip', 'дата', 'время', 'дата и время', '时间', '时间戳', '日期', '日時', '日付', 'タイムスタンプ',
  ],
  created_at: [
    'created at', 'created', 'created on', 'created datetime', 'created date time', 'created date', 'created time', 'creation date', 'creation time', 'date created', 'create date', 'create time', 'opened at', 'opened', 'opened on', 'date opened', 'opened date', 'open date', 'date time opened', 'opened date time', 'date time created', 'requested', 'requested at', 'requested datetime', 'request date', 'requested date', 'submitted', 'submitted at', 'submitted on', 'submit date', 'submission date', 'date submitted', 'reported', 'reported at', 'reported on', 'report date', 'reported date', 'date reported', 'conversation started at', 'started at', 'start date', 'logged', 'logged at', 'date logged', 'received', 'received at', 'date received', 'created date time', 'open time', 'opening date', 'ticket created', 'sys created on', 'raised', 'raised at', 'raised on', 'raised date', 'date raised', 'logged on', 'log date', 'call date', 'entry date', 'date entered', 'received on', 'registered', 'registered at', 'registered on', 'registration date', 'open date time', 'opened time', 'published at', 'published', 'start time', 'start', 'begin', 'inicio', 'data inicio', 'data de inicio', 'fecha inicio', 'fecha de inicio', 'debut', 'date debut', 'date de debut', 'beginn', 'startdatum', 'inizio', 'data inizio', 'begindatum',
    'erstellt', 'erstellt am', 'angelegt', 'angelegt am', 'eroffnet', 'eroffnet am', 'erfasst', 'erfasst am', 'eingang', 'eingegangen am', 'eingangsdatum', 'erstellungsdatum', 'erstelldatum', 'eroffnungsdatum', 'gemeldet am', 'meldedatum', 'anlagedatum', 'erstellungszeit',
    'cree le', 'date de creation', 'cree', 'date d ouverture', 'ouvert le', 'date ouverture', 'date creation',
    'creado', 'creado el', 'fecha de creacion', 'fecha creacion', 'fecha de apertura', 'fecha apertura', 'fecha de registro', 'criado em', 'criado', 'data de criacao', 'data criacao', 'data de abertura', 'data abertura', 'aberto em', 'creato il', 'creato', 'data di creazione', 'data creazione', 'aperto il', 'data apertura', 'data di apertura', 'aangemaakt', 'aangemaakt op', 'aanmaakdatum', 'datum aangemaakt', 'gemeld op', 'aanmelddatum', 'geopend op', 'openingsdatum',
    'utworzono', 'data utworzenia', 'utworzony', 'utworzone', 'zgloszono', 'data zgloszenia', 'data otwarcia',
    'создано', 'создан', 'создана', 'дата создания', 'открыто', 'дата открытия', 'дата регистрации', 'зарегистрировано', 'дата обращения', 'время создания',
    '创建时间', '创建日期', '提交时间', '建立时间', '报告时间', '开始时间', '登记时间', '受理时间', '作成日時', '作成日', '登録日時', '登録日', '起票日', '起票日時', '受付日時', '受付日', '発生日時', '開始日時', '建立時間', '建立日期', '開立時間', '提交時間', '創建時間',
  ],
  resolved_at: [
    'resolved at', 'resolved', 'resolved on', 'resolved datetime', 'resolved time', 'resolved date', 'date resolved', 'resolution date', 'resolutiondate', 'resolve date', 'resolution datetime', 'resolved date time', 'date time resolved', 'solved at', 'solved', 'solved on', 'solve date', 'date solved', 'solved date', 'completed at', 'completed', 'completed on', 'completion date', 'date completed', 'completed date', 'completed time', 'finished', 'finished at', 'fixed at', 'done at', 'completed date time', 'resolution date time', 'finish date', 'fin', 'fecha fin', 'fecha de fin', 'data fim', 'data de fim', 'data de conclusao', 'concluido em', 'fine', 'data fine', 'einddatum', 'ende', 'enddatum',
    'gelost', 'gelost am', 'erledigt', 'erledigt am', 'losungsdatum', 'behoben am', 'losung am', 'losungszeitpunkt', 'gelost um',
    'resolu le', 'resolu', 'date de resolution', 'date resolution', 'date de solution',
    'resuelto', 'resuelto el', 'fecha de resolucion', 'fecha resolucion', 'fecha de solucion', 'resolvido em', 'data de resolucao', 'data da solucao', 'data de solucao', 'solucionado em', 'data da resolucao', 'risolto il', 'risolto', 'data risoluzione', 'data di risoluzione', 'opgelost', 'opgelost op', 'datum opgelost', 'oplosdatum', 'gereed op', 'datum gereed',
    'rozwiazano', 'data rozwiazania', 'rozwiazany', 'rozwiazane', 'решено', 'дата решения', 'решен', 'дата выполнения', 'выполнено',
    '解决时间', '解决日期', '完成时间', '完成日期', '解決日時', '解決日', '完了日時', '完了日', '対応完了日', '解決時間', '解決日期', '完成時間',
  ],
  closed_at: [
    'closed at', 'closed', 'closed on', 'closed datetime', 'closed date', 'closed time', 'date closed', 'close date', 'close time', 'closed date time', 'date time closed', 'closing date', 'closedate', 'last closed at', 'closure date', 'sys closed', 'close date time', 'closed time', 'date time of closure', 'tiempo terminado', 'ticket tiempo terminado',
    'geschlossen', 'geschlossen am', 'abgeschlossen', 'abgeschlossen am', 'schliessdatum', 'abschlussdatum', 'geschlossen um',
    'clos le', 'ferme le', 'cloture le', 'date de cloture', 'date de fermeture', 'date cloture', 'date fermeture',
    'cerrado', 'cerrado el', 'fecha de cierre', 'fecha cierre', 'fechado em', 'data de fechamento', 'data fechamento', 'encerrado em', 'data de encerramento', 'chiuso il', 'chiuso', 'data chiusura', 'data di chiusura', 'gesloten', 'gesloten op', 'datum gesloten', 'sluitdatum', 'afgemeld op', 'datum afgemeld',
    'zamknieto', 'data zamkniecia', 'zamkniety', 'закрыто', 'закрыт', 'закрыта', 'дата закрытия', 'время закрытия',
    '关闭时间', '关闭日期', '关单时间', '结束时间', 'クローズ日時', 'クローズ日', '終了日時', '終了日', '完結日', '關閉時間', '關閉日期', '結案時間', '結案日期',
  ],
  first_reply_at: [
    'first response', 'first response at', 'first response time', 'first response date', 'first reply', 'first reply at', 'first reply date', 'first replied at', 'first responded', 'first responded at', 'initial response time', 'initial response', 'date first response', 'responded at', 'first responded on', 'first agent reply at', 'first admin reply at', 'first agent email response date',
    'erste antwort', 'erste antwort am', 'erstantwort', 'erste reaktion', 'erste reaktion am', 'erste ruckmeldung', 'premiere reponse', 'premiere reponse le', 'date de premiere reponse', 'primera respuesta', 'fecha primera respuesta', 'fecha de primera respuesta', 'primeira resposta', 'data da primeira resposta', 'prima risposta', 'data prima risposta', 'eerste reactie', 'eerste reactie op', 'eerste antwoord', 'pierwsza odpowiedz', 'data pierwszej odpowiedzi', 'первый ответ', 'дата первого ответа', 'время первого ответа',
    '首次响应时间', '首次回复时间', '首次响应', '初回応答日時', '初回回答日時', '初回返信日時', '一次回答日時',
  ],
  status: [
    'status', 'ticket status', 'state', 'incident state', 'issue status', 'case status', 'request status', 'current status', 'ticket state', 'conversation state', 'status name', 'pipeline stage', 'ticket status stage', 'stage', 'status category', 'concept name', 'activity', 'event', 'new status', 'to status', 'lifecycle transition',
    'zustand', 'stand', 'bearbeitungsstatus', 'ticketstatus', 'aktivitat', 'statut', 'etat', 'estado', 'estatus', 'estado del ticket', 'situacao', 'situacion', 'stato', 'stan', 'status zgloszenia', 'статус', 'состояние', 'статус заявки', '状态', '工单状态', '当前状态', 'ステータス', '状態', '対応状況', '進捗', '狀態', '工單狀態',
  ],
  assignee: [
    'assignee', 'assigned to', 'assignee name', 'agent', 'agent name', 'assigned agent', 'agent assigned', 'owner', 'ticket owner', 'case owner', 'owner name', 'technician', 'assigned technician', 'technician assigned to', 'assigned to technician', 'handler', 'handled by', 'resource', 'org resource', 'engineer', 'assigned user', 'assigned person', 'support engineer', 'resolved by', 'teammate currently assigned', 'current assignee', 'current owner', 'assignee id', 'assigned to id', 'staff assigned', 'assigned staff', 'resolver', 'support agent', 'propietario de ticket', 'propietario', 'analista', 'responsavel pelo atendimento', 'atendente',
    'bearbeiter', 'zustandig', 'zugewiesen an', 'zugewiesen', 'verantwortlich', 'verantwortlicher', 'besitzer', 'sachbearbeiter', 'agent in', 'assigne a', 'attribue a', 'attribue a technicien', 'technicien', 'responsable', 'intervenant', 'asignado a', 'asignado', 'agente', 'tecnico', 'tecnico asignado', 'atribuido a', 'atribuido para', 'atribuido', 'responsavel', 'tecnico responsavel', 'assegnato a', 'operatore', 'assegnatario', 'toegewezen aan', 'behandelaar', 'eigenaar', 'przypisany do', 'przypisane do', 'przypisano do', 'opiekun', 'wlasciciel', 'osoba przypisana', 'исполнитель', 'назначен', 'назначено', 'ответственный', 'оператор', 'инженер',
    '受理人', '处理人', '负责人', '经办人', '指派给', '处理人员', '担当者', '担当', '対応者', '担当者名', '處理人', '負責人', '處理人員',
  ],
  group: [
    'group', 'assignment group', 'assigned group', 'support group', 'team', 'group name', 'team name', 'owner group', 'team assigned', 'assigned team', 'teams assigned', 'teams', 'team currently assigned', 'org group', 'department', 'queue', 'queue name', 'hubspot team', 'agency', 'responsible agency', 'agency responsible', 'support team', 'resolver group', 'inbox', 'mailbox',
    'gruppe', 'abteilung', 'zustandige gruppe', 'bearbeitergruppe', 'support gruppe', 'groupe', 'equipe', 'groupe assigne', 'groupe attribue', 'attribue a groupe de techniciens', 'service', 'grupo', 'equipo', 'grupo asignado', 'departamento', 'grupo tecnico', 'fila', 'setor', 'gruppo', 'squadra', 'reparto', 'groep', 'behandelgroep', 'behandelaarsgroep', 'afdeling', 'zespol', 'grupa', 'dzial', 'kolejka', 'группа', 'команда', 'отдел', 'очередь', 'подразделение', 'группа исполнителей',
    '组', '组别', '团队', '部门', '处理组', '受理组', '小组', 'グループ', 'チーム', '部署', '担当グループ', '担当部署', '担当チーム', '群組', '處理群組', '團隊',
  ],
  requester: [
    'requester', 'requester name', 'requester id', 'requester email', 'caller', 'caller id', 'opened for', 'requested for', 'reporter', 'reported by', 'raised by', 'customer', 'customer name', 'customer email', 'customer id', 'contact', 'contact name', 'contact id', 'requested by', 'full name', 'user', 'user name', 'from', 'from name', 'submitter', 'created by', 'author', 'creator', 'opened by', 'email', 'associated contact', 'user email', 'requestors',
    'anforderer', 'kunde', 'melder', 'antragsteller', 'ersteller', 'kundenname', 'demandeur', 'client', 'emetteur', 'solicitante', 'cliente', 'usuario', 'requerente', 'requisitante', 'richiedente', 'aanmelder', 'klant', 'aanvrager', 'zglaszajacy', 'klient', 'autor', 'заявитель', 'автор', 'клиент', 'инициатор', 'пользователь', '请求人', '客户', '提交人', '申请人', '报告人', '联系人', '依頼者', '顧客', '報告者', '起票者', 'お客様名', '申請者',
  ],
  account: [
    'organization', 'organisation', 'organization name', 'company', 'company name', 'account', 'account name', 'associated company', 'firma', 'unternehmen', 'societe', 'entreprise', 'empresa', 'organizacion', 'organizacao', 'compania', 'azienda', 'societa', 'bedrijf', 'organisatie', 'organizacja', 'организация', 'компания', '公司', '组织', '客户公司', '会社', '会社名', '組織',
  ],
  channel: [
    'channel', 'via', 'source', 'origin', 'contact type', 'case origin', 'ticket source', 'request source', 'initial channel', 'source name', 'contact method', 'channel name', 'created via', 'submission channel', 'method received', 'open data channel type', 'mode', 'kanal', 'quelle', 'eingangskanal', 'herkunft', 'kontaktart', 'canal', 'source de la demande', 'origine', 'origen', 'origem', 'origem da requisicao', 'canale', 'fonte', 'kanaal', 'bron', 'soort binnenkomst', 'zrodlo', 'канал', 'источник', 'способ обращения', '渠道', '来源', '工单来源', '受理渠道', 'チャネル', 'チャンネル', '経路', '受付方法', '問い合わせ方法',
  ],
  priority: [
    'priority', 'prio', 'priority name', 'ticket priority', 'case priority', 'prioritat', 'priorite', 'prioridad', 'prioridade', 'priorita', 'prioriteit', 'priorytet', 'приоритет', '优先级', '优先级别', '優先度', '優先順位', '優先級', '優先順序',
  ],
  type: [
    'type', 'ticket type', 'issue type', 'case type', 'record type', 'case record type', 'tracker', 'incident type', 'typ', 'art', 'vorgangsart', 'tickettyp', 'type de demande', 'tipo', 'tipo de ticket', 'soort', 'soort melding', 'typ zgloszenia', 'тип', 'тип заявки', 'тип обращения', '类型', '工单类型', '種別', 'タイプ', '種類', 'トラッカー',
  ],
  category: [
    'category', 'topic', 'help topic', 'subject area', 'case reason', 'reason', 'service name', 'complaint type', 'request category', 'kategorie', 'thema', 'bereich', 'categorie', 'categoria', 'kategoria', 'категория', 'тема обращения', '分类', '类别', '问题分类', 'カテゴリ', 'カテゴリー', '分類', '問い合わせ種別',
  ],
  subcategory: ['subcategory', 'sub category', 'service subtype', 'unterkategorie', 'sous categorie', 'subcategoria', 'sottocategoria', 'subcategorie', 'podkategoria', 'подкатегория', '子分类', '二级分类', 'サブカテゴリ', '中分類'],
  product: ['product', 'product name', 'produkt', 'produit', 'producto', 'produto', 'prodotto', 'продукт', '产品', '製品', '商品'],
  tags: ['tags', 'labels', 'ticket tags', 'tag', 'schlagworte', 'etiquettes', 'etiquetas', 'etichette', 'etykiety', 'метки', 'теги', '标签', 'タグ', 'ラベル'],
  reopen_count: ['reopens', 'reopened', 'is reopened', 'was reopened', 'reopen', 'reopened flag', 'reaberto', 'reabierto', 'wiedereroffnet', 'rouvert', 'riaperto', 'heropend', 'reopen count', 'reopened count', 'times reopened', 'reopenings', 'number of reopens', 'reopened times', 'wiedereroffnungen', 'anzahl wiedereroffnungen', 'reouvertures', 'reaperturas', 'reaberturas', 'riaperture', '重新打开次数', '再オープン回数'],
  reply_count: ['replies', 'agent replies', 'agent interactions', 'number of agent replies', 'public replies', 'agent responses', 'anzahl antworten'],
}; // prettier-ignore

/** Whether a column is about how satisfied a customer is, by the words that exports and these languages have for it. */
export const isSatisfaction = (name: string): boolean =>
  /\b(?:c ?sat|satisfaction|survey results?|(?:conversation|customer|happiness|survey) (?:rating|score)|rating|zufriedenheit|kundenzufriedenheit|satisfaccion|satisfacao|soddisfazione|tevredenheid|klanttevredenheid|zadowolenie|satysfakcja)\b|удовлетвор|оценка клиента|满意度|滿意度|満足度/.test(
    plainText(name),
  );

/** A name in small letters without accents, words parted by one blank: "Gelöst am:" and "geloest_am" are near enough. */
export const plainText = (text: string): string =>
  text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u0304\u0306-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}№]+/gu, ' ')
    .trim();
